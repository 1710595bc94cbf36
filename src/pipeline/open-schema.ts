import type { TracedConfigReader } from '../config/resolve.ts'
import type { NamingConvention } from '../naming/naming-convention.ts'
import { namingConvention } from '../naming/naming-convention.ts'
import { createSchema } from '../schema/create-schema.ts'
import type { Json, Schema } from '../schema/stored.ts'
import { updateSchema } from '../schema/update-schema.ts'
import type { OpenSource } from './sources-of.ts'

export interface OpenedSchema {
  /** As stored after the last run; undefined: new. */
  readonly live: Schema | undefined
  /** With what the source declares now. */
  readonly base: Schema
  readonly naming: NamingConvention
}

/** The schema that a source's run starts from. */
export async function openSchema(
  source: OpenSource,
  options: { readonly live: Schema | undefined; readonly maxLength: number; readonly reader: TracedConfigReader },
): Promise<OpenedSchema> {
  const { live, maxLength, reader } = options
  const configured = await reader.read({
    sections: ['sources', source.name],
    embedded: ['schema'],
    field: 'naming',
    secret: false,
    required: false,
  })
  const name = live?.normalizers.names ?? (typeof configured === 'string' ? configured : source.hints.naming)
  const naming = namingConvention(name ?? 'snake_case', maxLength)
  if (live !== undefined && !source.named) {
    return { live, base: { ...live, settings: { ...live.settings, ...settingsOf(source) } }, naming }
  }
  const fresh = createSchema(source.name, {
    naming,
    settings: settingsOf(source),
    ...(source.hints.maxTableNesting === undefined ? {} : { maxTableNesting: source.hints.maxTableNesting }),
    ...(source.hints.rootKey === undefined ? {} : { rootKey: source.hints.rootKey }),
  })
  return { live, base: live === undefined ? fresh : updateSchema(live, fresh, naming), naming }
}

function settingsOf({ hints }: OpenSource): Readonly<Record<string, Json>> {
  return {
    ...hints.settings,
    ...(hints.schemaContract === undefined ? {} : { schema_contract: hints.schemaContract }),
  }
}
