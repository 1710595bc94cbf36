import { suggestion } from '../../../errors/near-names.ts'
import { ConfigError } from '../../../errors/tolva-error.ts'
import type { Schema } from '../../../schema/stored.ts'
import { toStored } from '../../../schema/stored-form.ts'
import type { PipelineOperation } from './operation.ts'

/** `schema`: the default schema, or a named one, in one of several forms. */
export const schema: PipelineOperation = {
  name: 'schema',
  help: 'tables, columns and hints',
  flags: ['format', 'schema'],
  async run({ name, flags, library, terminal }) {
    const { SCHEMA_FORMATS } = await import('../../../schema/render/schema-formats.ts')
    const format = flags.format ?? 'yaml'
    const render = Object.hasOwn(SCHEMA_FORMATS, format) ? SCHEMA_FORMATS[format] : undefined
    if (render === undefined) {
      throw new ConfigError(`unknown format ${format}`, {
        code: 'unknown_format',
        hint: suggestion(format, Object.keys(SCHEMA_FORMATS)),
      })
    }
    const pipeline = await library.openPipeline(name, {})
    const schemas = await pipeline.schemas()
    if (terminal.json && flags.format === undefined) {
      const wanted = flags.schema === undefined ? [...schemas.values()] : [chosen(schemas, flags.schema, name)]
      return terminal.result('pipeline', wanted.map(toStored), '')
    }
    const one = chosen(schemas, flags.schema ?? (await pipeline.state()).default_schema_name, name)
    const others = [...schemas.keys()].filter((other) => other !== one.name)
    if (others.length > 0 && flags.schema === undefined) {
      terminal.note(`this is schema ${one.name}; --schema chooses another: ${others.join(', ')}`)
    }
    const text = render(one)
    terminal.result('pipeline', { schema: one.name, format, text }, text.trimEnd())
  },
}

function chosen(schemas: ReadonlyMap<string, Schema>, wanted: string | null, pipeline: string): Schema {
  const schema = wanted === null ? undefined : schemas.get(wanted)
  if (schema !== undefined) return schema
  throw new ConfigError(`pipeline ${pipeline} has no schema${wanted === null ? ' yet' : ` ${wanted}`}`, {
    code: 'unknown_schema',
    hint: schemas.size === 0 ? 'run the pipeline first' : suggestion(wanted ?? '', schemas.keys()),
    context: { pipeline },
  })
}
