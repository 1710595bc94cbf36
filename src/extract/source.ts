import { resolveFields } from '../config/resolve-fields.ts'
import type { ConfigFields, ConfigOverrides, ResolvedConfig } from '../config/secret.ts'
import type { ConfigReader, Resource, Source, SourceHints } from '../contracts/resource.ts'
import { InternalError } from '../errors/tolva-error.ts'
import { pickResources } from './pick-resources.ts'

/** What a source is made of. */
export interface SourceOptions<Name extends string, Fields extends ConfigFields> extends SourceHints {
  /** Also the name of its schema and of its section in the configuration: `[sources.<name>]`. */
  readonly name: Name
  /** Declared with `secret()` and `setting()`; read when the source is opened. */
  readonly config?: Fields
  readonly resources: (
    config: ResolvedConfig<Fields>,
  ) => readonly Resource<string, unknown>[] | Promise<readonly Resource<string, unknown>[]>
}

/** Makes a source; `overrides` win over every configured value. */
export type SourceFactory<Name extends string, Fields extends ConfigFields> = (
  overrides?: ConfigOverrides<Fields>,
) => Source<Name>

/**
 * Declares a source: a group of resources that share one schema and one section of the configuration. Call what it
 * returns to get the source itself.
 *
 * @example
 * const chatbot = source({
 *   name: 'chatbot_source',
 *   config: { apiKey: secret() },
 *   resources: ({ apiKey }) => [resource({ name: 'users' }, () => fetchUsers(apiKey.reveal()))],
 * })
 * await chatbotPipeline.run(chatbot())
 */
export function source<const Name extends string, Fields extends ConfigFields = Readonly<Record<never, never>>>(
  options: SourceOptions<Name, Fields>,
): SourceFactory<Name, Fields> {
  const { name, config, resources, ...hints } = options
  const fields: ConfigFields = config ?? {}
  return (overrides = {}) => {
    const open = async (reader: ConfigReader) => {
      const from = { sections: ['sources', name], overrides }
      const resolved = await resolveFields(fields, from, reader)
      if (!isResolved<Fields>(resolved, fields)) throw unresolved(name)
      return resources(resolved)
    }
    return makeSource({ name, hints, open }, undefined)
  }
}

interface SourceDefinition<Name extends string> {
  readonly name: Name
  readonly hints: SourceHints
  readonly open: (reader: ConfigReader) => Promise<readonly Resource<string, unknown>[]>
}

function makeSource<Name extends string>(
  definition: SourceDefinition<Name>,
  picked: readonly string[] | undefined,
): Source<Name> {
  const { name, hints, open } = definition
  return {
    kind: 'source',
    name,
    hints,
    resources: async (reader) => pickResources(await open(reader), picked, name),
    pick: (...names) => makeSource(definition, names),
  }
}

function isResolved<Fields extends ConfigFields>(
  values: Readonly<Record<string, unknown>>,
  fields: ConfigFields,
): values is ResolvedConfig<Fields> & Readonly<Record<string, unknown>> {
  return Object.keys(fields).every((name) => name in values)
}

function unresolved(source: string): InternalError {
  return new InternalError(`the configuration of source ${source} was not resolved`, { code: 'unresolved_config' })
}
