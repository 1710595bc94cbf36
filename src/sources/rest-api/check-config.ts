import { Secret } from '../../config/secret.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import type { RestApiConfig } from './config.ts'
import { configShape } from './config-shape.ts'
import { snakeCase } from './from-snake-case.ts'
import { isPlainObject } from './is-plain-object.ts'
import { nearestName } from './nearest-name.ts'
import type { ObjectShape, Shape } from './shape.ts'

/**
 * Checks a whole configuration before anything is built.
 * @throws ConfigError `invalid_config` with the path of the first wrong place and, for a wrong key, the nearest right one.
 */
export function checkConfig(config: unknown): asserts config is RestApiConfig {
  const problem = problemAt(config, configShape, '')
  if (problem === undefined) return
  throw new ConfigError(`REST API configuration, ${problem.path || 'top level'}: ${problem.what}`, {
    code: 'invalid_config',
    hint: problem.hint ?? 'correct that place; snake_case configuration has the same names with underscores',
    context: { path: problem.path },
  })
}

interface Problem {
  readonly path: string
  readonly what: string
  readonly hint?: string | undefined
}

function problemAt(value: unknown, shape: Shape, path: string): Problem | undefined {
  switch (shape.kind) {
    case 'any':
      return undefined
    case 'list':
      if (!Array.isArray(value)) return wrong(value, shape, path)
      return first(value, (item, index) => problemAt(item, shape.of, `${path}[${index}]`))
    case 'map':
      if (!isPlainObject(value)) return wrong(value, shape, path)
      return first(Object.entries(value), ([key, inner]) => problemAt(inner, shape.of, joined(path, key)))
    case 'object':
      return isPlainObject(value) ? problemOfObject(value, shape, path) : wrong(value, shape, path)
    case 'typed':
      return problemOfTyped(value, shape, path)
    case 'either':
      return problemOfEither(value, shape.shapes, path)
    default:
      return isScalarOf(value, shape) ? undefined : wrong(value, shape, path)
  }
}

function problemOfObject(
  value: Readonly<Record<string, unknown>>,
  shape: ObjectShape,
  path: string,
): Problem | undefined {
  const known = Object.keys(shape.keys)
  for (const [key, inner] of Object.entries(value)) {
    if (inner === undefined || (shape.extensible && key.startsWith('x-'))) continue
    const expected = Object.hasOwn(shape.keys, key) ? shape.keys[key] : undefined
    if (expected === undefined) {
      const near = nearestName(key, known)
      const hint = near === undefined ? `known keys: ${known.join(', ')}` : `did you mean ${near} (${snakeCase(near)})?`
      return { path: joined(path, key), what: 'no such key', hint }
    }
    const problem = problemAt(inner, expected, joined(path, key))
    if (problem !== undefined) return problem
  }
  const missing = shape.required.find((key) => value[key] === undefined)
  return missing === undefined
    ? undefined
    : { path: joined(path, missing), what: 'is required', hint: `add ${missing}` }
}

function problemOfTyped(value: unknown, shape: Extract<Shape, { kind: 'typed' }>, path: string): Problem | undefined {
  const names = Object.keys(shape.types)
  const type = isPlainObject(value) ? (value.type ?? shape.default) : shape.alone ? value : undefined
  const chosen = typeof type === 'string' && Object.hasOwn(shape.types, type) ? shape.types[type] : undefined
  if (chosen === undefined) {
    const near = typeof type === 'string' ? nearestName(type, names) : undefined
    const what = `expected one of ${names.join(', ')}`
    return { path, what, hint: near === undefined ? undefined : `did you mean ${near}?` }
  }
  if (isPlainObject(value)) {
    const { type: _, ...fields } = value
    return problemOfObject(fields, chosen, path)
  }
  const missing = type === 'http_basic' ? undefined : chosen.required[0]
  return missing === undefined
    ? undefined
    : {
        path,
        what: `${String(type)} needs ${missing}`,
        hint: `write an object: { type: '${String(type)}', ${missing}: … }`,
      }
}

/** The option that the value's kind points at decides what is reported. */
function problemOfEither(value: unknown, shapes: readonly Shape[], path: string): Problem | undefined {
  const problems: { readonly shape: Shape; readonly problem: Problem }[] = []
  for (const shape of shapes) {
    const problem = problemAt(value, shape, path)
    if (problem === undefined) return undefined
    problems.push({ shape, problem })
  }
  const deeper = problems.find(({ shape, problem }) => problem.path !== path || isMeant(value, shape))
  return deeper?.problem ?? wrong(value, { kind: 'either', shapes }, path)
}

function isMeant(value: unknown, shape: Shape): boolean {
  if (typeof value === 'string') return (shape.kind === 'typed' && shape.alone) || shape.kind === 'words'
  return isPlainObject(value) && (shape.kind === 'typed' || shape.kind === 'object')
}

function isScalarOf(value: unknown, shape: Shape): boolean {
  switch (shape.kind) {
    case 'text':
      return typeof value === 'string'
    case 'number':
      return typeof value === 'number' || typeof value === 'bigint'
    case 'integer':
      return Number.isInteger(value)
    case 'boolean':
      return typeof value === 'boolean'
    case 'null':
      return value === null
    case 'function':
      return typeof value === 'function'
    case 'secret':
      return typeof value === 'string' || value instanceof Secret
    case 'words':
      return typeof value === 'string' && shape.words.includes(value)
    case 'value':
      return typeof value === 'object' && value !== null && hasMethod(value, shape.method)
    default:
      return false
  }
}

function hasMethod(value: object, name: string): boolean {
  return typeof Reflect.get(value, name) === 'function'
}

/** Never shows the value itself: it may be a secret. */
function wrong(value: unknown, shape: Shape, path: string): Problem {
  const near = shape.kind === 'words' && typeof value === 'string' ? nearestName(value, shape.words) : undefined
  return {
    path,
    what: `expected ${described(shape)}, got ${kindOf(value)}`,
    hint: near === undefined ? undefined : `did you mean ${near}?`,
  }
}

function described(shape: Shape): string {
  switch (shape.kind) {
    case 'words':
      return `one of ${shape.words.join(', ')}`
    case 'integer':
      return 'a whole number'
    case 'secret':
      return 'text'
    case 'map':
    case 'object':
      return 'an object'
    case 'typed':
      return `one of ${Object.keys(shape.types).join(', ')}`
    case 'list':
      return 'a list'
    case 'value':
      return shape.called
    case 'either':
      return [...new Set(shape.shapes.map(described))].join(' or ')
    default:
      return shape.kind
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : typeof value
}

function joined(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}

function first<T>(items: readonly T[], test: (item: T, index: number) => Problem | undefined): Problem | undefined {
  for (const [index, item] of items.entries()) {
    const problem = test(item, index)
    if (problem !== undefined) return problem
  }
  return undefined
}
