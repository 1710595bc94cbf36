import type { Measured } from './measure-process.ts'

/** Contender → its runs, one a round. */
export type Rounds = Readonly<Record<string, readonly Measured[]>>

export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
}

export interface Ratio {
  /** Median over the rounds of the other's figure divided by ours in the same round. */
  readonly wall: Spread
  readonly cpu: Spread
}

/** Above this spread of dlt's CPU seconds, (max − min) / median, the machine was not quiet and no ratio is given. */
export const MAX_CPU_SPREAD = 0.15

export function spreadOf(numbers: readonly number[]): Spread {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  const median = sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
  return { median, min: sorted[0] ?? Number.NaN, max: sorted.at(-1) ?? Number.NaN }
}

/** How far a contender's CPU seconds lie apart, as a share of their median. */
export function cpuSpread(runs: readonly Measured[]): number {
  const { median, min, max } = spreadOf(runs.map((run) => run.cpuS))
  return (max - min) / median
}

/** The other's figures divided by ours, round by round: above 1, ours is faster. */
export function ratioOf(ours: readonly Measured[], other: readonly Measured[]): Ratio {
  const paired = (figure: (run: Measured) => number) =>
    spreadOf(other.flatMap((run, round) => (ours[round] ? [figure(run) / figure(ours[round])] : [])))
  return { wall: paired((run) => run.wallS), cpu: paired((run) => run.cpuS) }
}

/** The table of medians with min–max, and the ratios or why there are none. */
export function formatRounds(rounds: Rounds, rows: number): string {
  const seconds = (spread: Spread) => `${spread.median.toFixed(2)} (${spread.min.toFixed(2)}–${spread.max.toFixed(2)})`
  const times = (spread: Spread) => `${spread.median.toFixed(1)}× (${spread.min.toFixed(1)}–${spread.max.toFixed(1)})`
  const lines = [
    '| contender | wall s | whole process s | CPU s | rows/s | peak RSS MB | peak PSS MB |',
    '| --- | --: | --: | --: | --: | --: | --: |',
  ]
  for (const [name, runs] of Object.entries(rounds)) {
    const of = (figure: (run: Measured) => number) => spreadOf(runs.map(figure))
    const wall = of((run) => run.wallS)
    const cells = [
      name,
      seconds(wall),
      seconds(of((run) => run.processS)),
      seconds(of((run) => run.cpuS)),
      Math.round(rows / wall.median).toLocaleString('en'),
      of((run) => run.rssMb).max.toFixed(0),
      of((run) => run.pssMb).max.toFixed(0),
    ]
    lines.push(`| ${cells.join(' | ')} |`)
  }
  lines.push('', ...ratioLines(rounds, times))
  return lines.join('\n')
}

function ratioLines(rounds: Rounds, times: (spread: Spread) => string): string[] {
  const refused = whyNoRatio(rounds)
  if (refused) return [`no ratio: ${refused}`]
  const { tolva = [], ...others } = rounds
  return Object.entries(others).map(([name, runs]) => {
    const ratio = ratioOf(tolva, runs)
    return `ratio ${name} / tolva: wall ${times(ratio.wall)}, CPU ${times(ratio.cpu)}`
  })
}

/** Why the rounds allow no ratio; undefined when they do. */
export function whyNoRatio(rounds: Rounds): string | undefined {
  const spread = rounds.dlt ? cpuSpread(rounds.dlt) : 0
  if (spread <= MAX_CPU_SPREAD) return undefined
  return `dlt's CPU seconds lie ${(spread * 100).toFixed(0)} % apart, over ${MAX_CPU_SPREAD * 100} %: the machine is not quiet`
}
