import type { PipelineOperation } from './operation.ts'
import { yamlText } from './yaml-text.ts'

/** `info`: what the pipeline is, and what waits. */
export const info: PipelineOperation = {
  name: 'info',
  help: 'destination, dataset, schemas and what waits to be loaded',
  flags: [],
  async run({ name, library, terminal }) {
    const data = await (await library.openPipeline(name, {})).info()
    terminal.result('pipeline', data, await yamlText(data))
  },
}
