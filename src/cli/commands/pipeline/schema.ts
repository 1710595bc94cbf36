import { toStored } from '../../../schema/stored-form.ts'
import type { PipelineOperation } from './operation.ts'
import { yamlText } from './yaml-text.ts'

/** `schema`: the schemas in their stored form. */
export const schema: PipelineOperation = {
  name: 'schema',
  help: 'tables, columns and hints',
  flags: [],
  async run({ name, library, terminal }) {
    const schemas = await (await library.openPipeline(name, {})).schemas()
    const data = [...schemas.values()].map(toStored)
    terminal.result('pipeline', data, await yamlText(data))
  },
}
