import type { PipelineOperation } from './operation.ts'
import { yamlText } from './yaml-text.ts'

/** `trace`: the report of the last run. */
export const trace: PipelineOperation = {
  name: 'trace',
  help: 'the report of the last run',
  flags: [],
  async run({ name, library, terminal }) {
    const data = await library.readTrace(name, {})
    const text = data === undefined ? `pipeline ${name} has not run yet` : await yamlText(data)
    terminal.result('pipeline', data ?? null, text)
  },
}
