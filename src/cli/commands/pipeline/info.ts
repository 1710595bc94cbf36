import type { PipelineOperation } from './operation.ts'

/** `info`: what the pipeline is, and what waits. */
export const info: PipelineOperation = {
  name: 'info',
  help: 'destination, dataset, schemas and what waits to be loaded',
  flags: [],
  async run({ name, library, terminal }) {
    const { describePipeline } = await import('../../../inspect.ts')
    const data = await (await library.openPipeline(name, {})).info()
    const { width, color } = terminal
    terminal.result('pipeline', data, describePipeline(data, { width, color }))
  },
}
