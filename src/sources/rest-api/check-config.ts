import { Secret } from '../../config/secret.ts'
import { nearestName } from '../../errors/near-names.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import type { RestApiConfig } from './config.ts'
import { configShape } from './config-shape.ts'
import { snakeCase } from './from-snake-case.ts'
import { isPlainObject } from './is-plain-object.ts'
import type { ObjectShape, Shape } from './shape.ts'

/**
 * Checks a whole configuration before anything is built.
 * @throws ConfigError `invalid_config` with the path of the first wrong place and, for a wrong key, the nearest right one.
 */
export function checkConfig(
  config: unknown,
  { names = 'camelCase' }: { readonly names?: 'camelCase' | 'snake_case' } = {},
): asserts config is RestApiConfig {
  const spell = names === 'snake_case' ? snakeCase : (name: string) => name
  const problem = problemAt(config, configShape, { keys: [], spell })
  if (problem === undefined) return
  const { at, what, hint } = problem
  const path = pathText(at.keys)
  throw new ConfigError(`REST API configuration, ${path || 'top level'}: ${what}`, {
    code: 'invalid_config',
    hint: hint ?? 'correct that place',
    context: { path, keys: at.keys },
  })
}

/** A place in the configuration, with known keys as the user writes them. */
interface Place {
  readonly keys: readonly (string | number)[]
  readonly spell: (name: string) => string
  /** The objects that it lies in, the nearest first. */
  readonly within?: readonly { readonly shape: ObjectShape; readonly keys: readonly (string | number)[] }[]
}

const NO_SUCH_KEY = 'no such key'

interface Problem {
  readonly at: Place
  readonly what: string
  readonly hint?: string | undefined
}

function problemAt(value: unknown, shape: Shape, at: Place): Problem | undefined {
  switch (shape.kind) {
    case 'any':
      return undefined
    case 'list':
      if (!Array.isArray(value)) return wrong(value, shape, at)
      return first(value, (item, index) => problemAt(item, shape.of, below(at, index)))
    case 'map':
      if (!isPlainObject(value)) return wrong(value, shape, at)
      return first(Object.entries(value), ([key, inner]) => problemAt(inner, shape.of, below(at, key)))
    case 'object':
      return isPlainObject(value) ? problemOfObject(value, shape, at) : wrong(value, shape, at)
    case 'typed':
      return problemOfTyped(value, shape, at)
    case 'either':
      return problemOfEither(value, shape.shapes, at)
    default:
      return isScalarOf(value, shape) ? undefined : wrong(value, shape, at)
  }
}

function problemOfObject(value: Readonly<Record<string, unknown>>, shape: ObjectShape, at: Place): Problem | undefined {
  const inside: Place = { ...at, within: [{ shape, keys: at.keys }, ...(at.within ?? [])] }
  for (const [key, inner] of Object.entries(value)) {
    if (inner === undefined || (shape.extensible && key.startsWith('x-'))) continue
    const expected = Object.hasOwn(shape.keys, key) ? shape.keys[key] : undefined
    if (expected === undefined) return { at: below(at, key), what: NO_SUCH_KEY, hint: hintFor(key, shape, at) }
    const problem = problemAt(inner, expected, below(inside, at.spell(key)))
    if (problem !== undefined) return problem
  }
  const missing = shape.required.find((key) => value[key] === undefined)
  return missing === undefined
    ? undefined
    : { at: below(at, at.spell(missing)), what: 'is required', hint: `add ${at.spell(missing)}` }
}

/** Where a key belongs that has no place here: further out, further in, or under a name much like it. */
function hintFor(key: string, shape: ObjectShape, at: Place): string {
  const known = Object.keys(shape.keys)
  const outer = at.within?.find((one) => Object.keys(one.shape.keys).map(at.spell).includes(key))
  if (outer !== undefined) return `it belongs to ${pathText(outer.keys) || 'the top level'}`
  const inner = known.find((name) => hasKey(shape.keys[name], key, at))
  if (inner !== undefined) return `put it into ${at.spell(inner)}: ${at.spell(inner)}.${key}`
  const near = nearestName(key, known.map(at.spell))
  if (near !== undefined) return `did you mean ${near}?`
  return known.length === 0
    ? 'take it out: nothing else can be said here'
    : `known keys: ${known.map(at.spell).join(', ')}`
}

function hasKey(shape: Shape | undefined, key: string, at: Place): boolean {
  if (shape?.kind === 'either') return shape.shapes.some((one) => hasKey(one, key, at))
  return shape?.kind === 'object' && Object.keys(shape.keys).map(at.spell).includes(key)
}

type TypedShape = Extract<Shape, { kind: 'typed' }>

function problemOfTyped(value: unknown, shape: TypedShape, at: Place): Problem | undefined {
  const type = isPlainObject(value) ? (value.type ?? shape.default) : shape.alone ? value : undefined
  const chosen = typeof type === 'string' && Object.hasOwn(shape.types, type) ? shape.types[type] : undefined
  if (chosen === undefined) return problemOfType(value, shape, at)
  if (isPlainObject(value)) {
    const { type: _, ...fields } = value
    const problem = problemOfObject(fields, chosen, at)
    const key =
      problem?.what === NO_SUCH_KEY && problem.at.keys.length === at.keys.length + 1 ? problem.at.keys.at(-1) : ''
    const owners = typesWith([String(key)], shape, at)
    return problem !== undefined && owners.length > 0
      ? { ...problem, hint: `${key} belongs to type ${owners.join(' or ')}; ${type} has ${keysOf(chosen, at)}` }
      : problem
  }
  const [missing] = chosen.required
  return missing === undefined
    ? undefined
    : {
        at,
        what: `${String(type)} needs ${at.spell(missing)}`,
        hint: `write an object: { type: ${String(type)}, ${at.spell(missing)}: … }`,
      }
}

/** Its type is missing or there is no such. A text alone is not shown: it may be a token. */
function problemOfType(value: unknown, shape: TypedShape, at: Place): Problem {
  const names = Object.keys(shape.types)
  const all = `expected one of ${names.join(', ')}`
  if (isPlainObject(value) && value.type === undefined) {
    const [likely] = typesWith(Object.keys(value), shape, at)
    return { at, what: `has no type: ${all}`, hint: `add type: ${likely ?? '…'}` }
  }
  const type = isPlainObject(value) ? value.type : value
  const near = typeof type === 'string' ? nearestName(type, names) : undefined
  const what = isPlainObject(value) && typeof type === 'string' ? `there is no type ${type}: ${all}` : all
  return { at, what, hint: near === undefined ? 'take one of these' : `did you mean ${near}?` }
}

/** The types that have all these keys. */
function typesWith(keys: readonly string[], shape: TypedShape, at: Place): readonly string[] {
  const wanted = keys.filter((key) => key !== '')
  if (wanted.length === 0) return []
  return Object.entries(shape.types)
    .filter(([, { keys: own }]) => wanted.every((key) => key in own || Object.keys(own).map(at.spell).includes(key)))
    .map(([name]) => name)
}

function keysOf(shape: ObjectShape, at: Place): string {
  return Object.keys(shape.keys).map(at.spell).join(', ') || 'no other keys'
}

/** The option that the value's kind points at decides what is reported. */
function problemOfEither(value: unknown, shapes: readonly Shape[], at: Place): Problem | undefined {
  const problems: { readonly shape: Shape; readonly problem: Problem }[] = []
  for (const shape of shapes) {
    const problem = problemAt(value, shape, at)
    if (problem === undefined) return undefined
    problems.push({ shape, problem })
  }
  const deeper = problems.find(({ shape, problem }) => problem.at.keys.length > at.keys.length || isMeant(value, shape))
  return deeper?.problem ?? wrong(value, { kind: 'either', shapes }, at)
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
      return isObject(value) && hasMember(value, shape.method)
    default:
      return false
  }
}

/** A function is an object too: some libraries' schemas are functions. */
function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}

function hasMember(value: object, name: string): boolean {
  const member: unknown = Reflect.get(value, name)
  return typeof member === 'function' || (typeof member === 'object' && member !== null)
}

/** Never shows the value itself: it may be a secret. */
function wrong(value: unknown, shape: Shape, at: Place): Problem {
  const near = shape.kind === 'words' && typeof value === 'string' ? nearestName(value, shape.words) : undefined
  return {
    at,
    what: `expected ${described(shape)}, got ${kindOf(value)}`,
    hint: near === undefined ? remedy(value, shape, at) : `did you mean ${near}?`,
  }
}

function remedy(value: unknown, shape: Shape, at: Place): string {
  const wanted = shape.kind === 'either' ? shape.shapes : [shape]
  const takes = (...kinds: readonly Shape['kind'][]) => wanted.some(({ kind }) => kinds.includes(kind))
  const isFile = at.spell('aB') === 'a_b'
  if (typeof value === 'number' && takes('text', 'secret')) return 'put quotes around it'
  if (typeof value === 'string' && takes('number', 'integer')) return 'write a number, without unit and quotes'
  if (typeof value === 'string' && takes('boolean')) return 'write true or false, without quotes'
  if (takes('words')) return 'take one of these'
  if (takes('list')) return isFile ? 'write a list: each entry begins with a dash' : 'write a list: […]'
  if (takes('map', 'object')) return isFile ? 'write keys and values below it, indented' : 'write an object: {…}'
  return takes('function') && isFile
    ? 'write this part in TypeScript: a file cannot hold a function'
    : 'correct that place'
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

function below(at: Place, key: string | number): Place {
  return { ...at, keys: [...at.keys, key] }
}

function pathText(keys: readonly (string | number)[]): string {
  return keys
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '')
}

function first<T>(items: readonly T[], test: (item: T, index: number) => Problem | undefined): Problem | undefined {
  for (const [index, item] of items.entries()) {
    const problem = test(item, index)
    if (problem !== undefined) return problem
  }
  return undefined
}
