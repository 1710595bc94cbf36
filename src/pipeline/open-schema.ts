import type { TracedConfigReader } from '../config/resolve.ts'
import { storedContract } from '../extract/stored-contract.ts'
import type { NamingConvention } from '../naming/naming-convention.ts'
import { namingConvention } from '../naming/naming-convention.ts'
import { createSchema } from '../schema/create-schema.ts'
import type { Json, Schema } from '../schema/stored.ts'
import { updateSchema } from '../schema/update-schema.ts'
import { type Refresh, refreshSchema } from './refresh.ts'
import type { OpenSource } from './sources-of.ts'

export interface OpenedSchema {
  /** As stored after the last run; undefined: new. */
  readonly live: Schema | undefined
  /** With what the source declares now. */
  readonly base: Schema
  readonly naming: NamingConvention
  /** Tables that a refresh drops or empties at the destination. */
  readonly drop: readonly string[]
  readonly truncate: readonly string[]
}

/** The schema that a source's run starts from. */
export async function openSchema(
  source: OpenSource,
  options: {
    readonly live: Schema | undefined
    readonly maxLength: number
    readonly reader: TracedConfigReader
    readonly refresh?: Refresh | undefined
  },
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
  const { schema, ...lists } = refreshed(source, live, options.refresh)
  if (schema !== undefined && !source.named) {
    return { live, base: { ...schema, settings: { ...schema.settings, ...settingsOf(source) } }, naming, ...lists }
  }
  const fresh = createSchema(source.name, {
    naming,
    settings: settingsOf(source),
    ...(source.hints.maxTableNesting === undefined ? {} : { maxTableNesting: source.hints.maxTableNesting }),
    ...(source.hints.rootKey === undefined ? {} : { rootKey: source.hints.rootKey }),
  })
  return { live, base: schema === undefined ? fresh : updateSchema(schema, fresh, naming), naming, ...lists }
}

function refreshed(source: OpenSource, live: Schema | undefined, refresh: Refresh | undefined) {
  if (live === undefined || refresh === undefined) return { schema: live, drop: [], truncate: [] }
  return refreshSchema(live, refresh, source.resources)
}

function settingsOf({ hints }: OpenSource): Readonly<Record<string, Json>> {
  return {
    ...hints.settings,
    ...(hints.schemaContract === undefined ? {} : { schema_contract: storedContract(hints.schemaContract) }),
  }
}
