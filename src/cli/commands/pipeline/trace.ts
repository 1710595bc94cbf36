import type { PipelineOperation } from './operation.ts'

/** `trace`: the report of the last run, or all runs that are remembered. */
export const trace: PipelineOperation = {
  name: 'trace',
  help: 'the report of the last run',
  flags: ['runs'],
  async run({ name, flags, library, terminal }) {
    const { describeRun, describeRuns } = await import('../../../inspect.ts')
    const { width, color } = terminal
    const nothing = `pipeline ${name} has not run yet`
    if (flags.runs) {
      const runs = await library.readTraces(name, {})
      return terminal.result('pipeline', runs, runs.length === 0 ? nothing : describeRuns(runs, { width, color }))
    }
    const last = await library.readTrace(name, {})
    terminal.result('pipeline', last ?? null, last === undefined ? nothing : describeRun(last, { width, color }))
  },
}
