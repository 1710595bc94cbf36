import { spreadOf } from '../summary.ts'
import type { RestResult } from './run-rest.ts'

/** The medians of all contenders, the paired ratios and the highest rate that the server saw, as text. */
export function formatRest({ runs, ratios, rate }: RestResult): string {
  const spread = ({ median, min, max }: ReturnType<typeof spreadOf>, unit = '') =>
    `${median.toFixed(2)}${unit} (${min.toFixed(2)}–${max.toFixed(2)})`
  const rows = Object.entries(runs).map(([name, measured]) => {
    const of = (figure: 'wallS' | 'cpuS' | 'rssMb') => spreadOf(measured.map((run) => run[figure]))
    return `| ${name} | ${spread(of('wallS'))} | ${spread(of('cpuS'))} | ${of('rssMb').max.toFixed(0)} |`
  })
  return [
    '| contender | wall s | CPU s | peak RSS MB |',
    '| --- | --: | --: | --: |',
    ...rows,
    '',
    ...Object.entries(ratios).map(([pair, ratio]) => `ratio ${pair}: ${spread(ratio, '×')}`),
    `rate: ${rate.configured} a second configured, at most ${rate.most} within any second`,
  ].join('\n')
}
