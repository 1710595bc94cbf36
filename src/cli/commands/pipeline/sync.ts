import type { PipelineOperation } from './operation.ts'
import { yamlText } from './yaml-text.ts'

/** `sync`: takes over the destination's state. */
export const sync: PipelineOperation = {
  name: 'sync',
  help: "take over the destination's state",
  flags: [],
  async run({ name, library, terminal }) {
    const data = await (await library.openPipeline(name, {})).sync()
    terminal.result('pipeline', data, await yamlText(data))
  },
}
