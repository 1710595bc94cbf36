import { ConfigError } from '../errors/tolva-error.ts'
import type { Declaration } from './read-declaration.ts'

/** The error with the line of the file it is about, where it names a place of the configuration or a resource. */
export function locatedError(error: unknown, { placeOf, source }: Declaration): unknown {
  if (!(error instanceof ConfigError) || error.context.file !== undefined) return error
  const keys = keysOf(error.context.keys) ?? resourceKeys(error.context.resource, source)
  if (keys === undefined) return error
  const { code, hint, context, cause } = error
  return new ConfigError(error.message, {
    code,
    ...(hint !== undefined && { hint }),
    context: { ...context, file: placeOf(keys) },
    cause,
  })
}

function keysOf(value: unknown): readonly (string | number)[] | undefined {
  if (!Array.isArray(value)) return undefined
  return value.filter((key) => typeof key === 'string' || typeof key === 'number')
}

function resourceKeys(name: string | undefined, source: unknown): readonly (string | number)[] | undefined {
  if (name === undefined || typeof source !== 'object' || source === null || !('resources' in source)) return undefined
  if (!Array.isArray(source.resources)) return undefined
  const at = source.resources.findIndex((one: unknown) => one === name || nameOf(one) === name)
  return at < 0 ? undefined : ['resources', at]
}

function nameOf(resource: unknown): unknown {
  return typeof resource === 'object' && resource !== null ? Reflect.get(resource, 'name') : undefined
}
