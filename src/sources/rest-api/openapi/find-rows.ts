import { type Field, fieldsOf } from './fields-of.ts'
import type { Guess } from './guess.ts'
import { jsonPathOf } from './json-path-of.ts'
import { isPagingName } from './paging-names.ts'
import type { Operation } from './read-operations.ts'
import type { ReadSchema, SchemaFacts } from './schema-facts.ts'
import { sameWord } from './words.ts'

/** Where the rows of an answer stand and what a row is. */
export interface Rows {
  /** Keys from the outside in; undefined: the document does not say. */
  readonly keys: readonly string[] | undefined
  readonly isList: boolean
  readonly row: SchemaFacts
}

const LIST_KEYS =
  /^(data|items|results?|entries|records|rows|entities|payload|content|objects|values?|list|hits|nodes|elements|collection)$/i
const WRAPPER_KEYS = /^(data|result|item|payload|response|record|object|entity|value)$/i

/** The list in an answer, or the one object that it is. */
export function findRows(operation: Operation, schema: SchemaFacts, readSchema: ReadSchema): Guess<Rows> {
  if (schema.kind === 'list') {
    return { value: { keys: [], isList: true, row: readSchema(schema.items) }, reason: 'the answer is a list' }
  }
  if (schema.kind === 'unknown') {
    const value = { keys: undefined, isList: !endsInVariable(operation.path), row: schema }
    return {
      value,
      reason: 'the document does not say what the answer looks like: the rows are looked for in the first one',
    }
  }
  const list = listIn(operation, schema, readSchema)
  if (list !== undefined) {
    const row = readSchema(list.field.facts.items)
    return { value: { keys: list.field.keys, isList: true, row }, reason: list.reason }
  }
  const wrapped = wrappedIn(operation, schema, readSchema)
  if (wrapped !== undefined) {
    const reason = `the answer is an object that holds one, ${jsonPathOf(wrapped.keys)}`
    return { value: { keys: wrapped.keys, isList: false, row: wrapped.facts }, reason }
  }
  return { value: { keys: [], isList: false, row: schema }, reason: 'the answer is one object' }
}

/** true where the last segment of a path names one thing. */
export function endsInVariable(path: string): boolean {
  return /\{[^{}]+\}[^/]*\/?$/.test(path)
}

function listIn(
  operation: Operation,
  schema: SchemaFacts,
  readSchema: ReadSchema,
): { readonly field: Field; readonly reason: string } | undefined {
  const fields = fieldsOf(schema, readSchema)
  const lists = fields.filter(({ keys, facts }) => facts.kind === 'list' && keys.slice(0, -1).every(isEnvelope))
  const named = lists.find(({ keys }) => isNamedAsPath(keys, operation.path))
  const known = lists.find(({ keys }) => LIST_KEYS.test(keys.at(-1) ?? ''))
  const ofObjects = lists.filter(({ facts }) => readSchema(facts.items).kind === 'object')
  const pages = operation.parameters.some(({ name, in: place }) => place === 'query' && isPagingName(name))
  const only = ofObjects.length === 1 ? ofObjects[0] : undefined
  const isOne = endsInVariable(operation.path) && !pages
  if (named !== undefined && !isOne)
    return { field: named, reason: `${jsonPathOf(named.keys)} is the list that the path names` }
  if (known !== undefined && !isOne) {
    return { field: known, reason: `${jsonPathOf(known.keys)} is what lists are commonly called` }
  }
  // An object that merely has a list is one row; what has nothing but paging beside the list is an envelope.
  const top = fields.filter(({ keys }) => keys.length === 1)
  if (
    only !== undefined &&
    !isOne &&
    (pages || top.every((field) => field.keys[0] === only.keys[0] || isAboutPaging(field)))
  ) {
    return { field: only, reason: `${jsonPathOf(only.keys)} is the only list of objects in the answer` }
  }
  return undefined
}

/** A key that holds nothing of its own but what was asked for. */
function isEnvelope(key: string): boolean {
  return (
    WRAPPER_KEYS.test(key) ||
    /^(_embedded|results|body|content|page|list|query|d|hits|\w+_?(response|result|list))$/i.test(key)
  )
}

function isAboutPaging({ keys, facts }: Field): boolean {
  const name = keys[0] ?? ''
  return (
    isPagingName(name) ||
    (facts.kind === 'object' && /^(_?meta(data)?|_?links|page|paging|pagination|info)$/i.test(name))
  )
}

function wrappedIn(operation: Operation, schema: SchemaFacts, readSchema: ReadSchema): Field | undefined {
  const top = [...schema.properties].map(([key, inner]): Field => ({ keys: [key], facts: readSchema(inner) }))
  const objects = top.filter(({ facts }) => facts.kind === 'object' && facts.properties.size > 0)
  const [only, ...others] = objects.filter((field) => !isAboutPaging(field))
  if (only === undefined || others.length > 0) return undefined
  const isAlone = top.every(
    (field) =>
      field === only || isAboutPaging(field) || /^(success|status|ok|code|message|errors?)$/i.test(field.keys[0] ?? ''),
  )
  return isAlone && (WRAPPER_KEYS.test(only.keys[0] ?? '') || isNamedAsPath(only.keys, operation.path))
    ? only
    : undefined
}

/** One of the last two words of the path that are no variables. */
function isNamedAsPath(keys: readonly string[], path: string): boolean {
  const words = path.split('/').filter((segment) => segment !== '' && !segment.includes('{'))
  return words.slice(-2).some((word) => sameWord(word.replace(/\.json$/, ''), keys.at(-1) ?? ''))
}
