import { type Endpoint, nounOf, variablesOf } from './endpoint.ts'
import { findPrimaryKey } from './find-primary-key.ts'
import type { Parameter } from './read-operations.ts'
import type { ReadSchema, SchemaFacts } from './schema-facts.ts'
import { sameWord, singular, snakeWords } from './words.ts'

/** Where the values of an endpoint's path variables come from. */
export interface Link {
  /** The list whose rows it is asked for; undefined: it stands alone. */
  readonly parent: Endpoint | undefined
  /** By variable: a field of the parent's row. The others are to be given. */
  readonly fields: ReadonlyMap<string, string>
  /** Keys of the parent's row that its own rows get, as `_<parent>_<key>`. */
  readonly included: readonly string[]
}

type NameOf = (endpoint: Endpoint) => string

/** Links each endpoint to the nearest list above it in the tree of paths whose rows have what its path needs. */
export function linkParents(
  endpoints: readonly Endpoint[],
  nameOf: NameOf,
  readSchema: ReadSchema,
): ReadonlyMap<Endpoint, Link> {
  const lists = new Map<string, Endpoint>()
  for (const endpoint of endpoints) {
    const key = treeKey(segmentsOf(endpoint.path))
    if (endpoint.isList && endpoint.rows.value.row.kind === 'object' && !lists.has(key)) lists.set(key, endpoint)
  }
  const links = new Map<Endpoint, Link>()
  function linkOf(endpoint: Endpoint): Link {
    const known = links.get(endpoint)
    if (known !== undefined) return known
    const link = findLink(endpoint)
    links.set(endpoint, link)
    return link
  }
  function findLink(endpoint: Endpoint): Link {
    const segments = segmentsOf(endpoint.path)
    const places = segments.flatMap((segment, index) => (segment.includes('{') ? [index] : []))
    for (const [index, place] of [...places.entries()].reverse()) {
      const from = (places[index - 1] ?? -1) + 1
      // Right before the variable, or a word further up where the variable names what the list holds: /users/by-id/{user_id}.
      for (const end of [place, place - 1]) {
        if (end < Math.max(1, from)) continue
        const parent = lists.get(treeKey(segments.slice(0, end)))
        if (parent === undefined || parent === endpoint) continue
        if (end < place && !namesRowsOf(segments[place] ?? '', parent)) continue
        const link = linkTo(parent, { endpoint, segments, place })
        if (link !== undefined) return link
      }
    }
    return { parent: undefined, fields: new Map(), included: [] }
  }
  function linkTo(
    parent: Endpoint,
    {
      endpoint,
      segments,
      place,
    }: { readonly endpoint: Endpoint; readonly segments: readonly string[]; readonly place: number },
  ): Link | undefined {
    const fields = new Map<string, string>()
    // Variables that follow each other directly are one key: /packages/{type}/{name}.
    for (let at = place; segments[at]?.includes('{'); at += 1) {
      const [variable = '', ...more] = variablesOf(segments[at] ?? '')
      const parameter = endpoint.operation.parameters.find((one) => one.in === 'path' && one.name === variable)
      const field = parameter === undefined || more.length > 0 ? undefined : fieldFor(parameter, parent, readSchema)
      if (field === undefined && at === place) return undefined
      if (field !== undefined) fields.set(variable, field)
    }
    const above = linkOf(parent)
    // What the parent was asked for by is in its rows where it could be taken into them, or is a field of theirs.
    for (const [at, name] of variablesOf(segments.slice(0, place).join('/')).entries()) {
      const inherited = above.fields.get(variablesOf(parent.path)[at] ?? '')
      if (above.parent === undefined || inherited === undefined) continue
      const own = above.included.includes(inherited)
        ? `_${nameOf(above.parent)}_${inherited}`
        : namedField(name, parent, readSchema)
      if (own !== undefined) fields.set(name, own)
    }
    return { parent, fields, included: [...fields.values()].filter((one) => !one.includes('.')) }
  }
  for (const endpoint of endpoints) linkOf(endpoint)
  return links
}

function segmentsOf(path: string): readonly string[] {
  return path.split('/').filter((segment) => segment !== '')
}

/** `/users/{id}/posts` and `/user/{user_id}/posts` are the same place. */
function treeKey(segments: readonly string[]): string {
  return segments.map((segment) => (segment.includes('{') ? '{}' : singular(snakeWords(segment)))).join('/')
}

function namesRowsOf(segment: string, parent: Endpoint): boolean {
  const noun = singular(snakeWords(nounOf(parent.path)))
  return variablesOf(segment).some((variable) => snakeWords(variable).startsWith(noun))
}

/** The field of exactly that name, in the row or in its metadata. */
function namedField(variable: string, parent: Endpoint, readSchema: ReadSchema): string | undefined {
  const { properties, unsure } = parent.rows.value.row
  const own = [...properties.keys()].find((name) => sameWord(name, variable) && !unsure.has(name))
  if (own !== undefined) return readSchema(properties.get(own)).kind === 'scalar' ? own : undefined
  const metadata = readSchema(properties.get('metadata') ?? {})
  return metadata.properties.has(variable) ? `metadata.${variable}` : undefined
}

/** The field of a parent's row that a variable of a path stands for. */
function fieldFor(parameter: Parameter, parent: Endpoint, readSchema: ReadSchema): string | undefined {
  const { row } = parent.rows.value
  const fields = [...row.properties]
    .filter(([name]) => /^[A-Za-z_][A-Za-z0-9_-]*$/.test(name) && !row.unsure.has(name))
    .map(([name, schema]) => ({ name, facts: readSchema(schema) }))
    .filter(({ facts }) => facts.kind === 'scalar' && !facts.types.includes('boolean'))
  const variable = snakeWords(parameter.name)
  const noun = singular(snakeWords(nounOf(parent.path)))
  const rest = [noun, noun.slice(noun.lastIndexOf('_') + 1)].find((one) => variable.startsWith(`${one}_`))
  const named = (test: (word: string) => boolean) => fields.find(({ name }) => test(snakeWords(name)))

  const same = named((word) => sameWord(word, variable))
  if (same !== undefined) return same.name
  if (rest !== undefined) {
    const field = named((word) => sameWord(word, variable.slice(rest.length + 1)))
    if (field !== undefined) return field.name
  }
  const ending = named((word) => variable.endsWith(`_${word}`))
  if (ending !== undefined && rest === undefined && fits(parameter, ending.facts)) return ending.name
  const key = findPrimaryKey(row, { noun, variable: undefined }, readSchema)?.value
  const keyField = fields.find(({ name }) => name === key)
  const meansRow = variable === noun || singular(variable) === noun || isKeyName(variable) || rest !== undefined
  if (meansRow && keyField !== undefined && fits(parameter, keyField.facts)) return keyField.name
  return meansRow || variable === 'name' ? nestedName(parameter, row, readSchema) : undefined
}

/** APIs that keep what names a row in an object of its own: `metadata.name`. */
function nestedName(parameter: Parameter, row: SchemaFacts, readSchema: ReadSchema): string | undefined {
  const metadata = readSchema(row.properties.get('metadata') ?? {})
  const name = metadata.properties.get('name')
  return name !== undefined && fits(parameter, readSchema(name)) ? 'metadata.name' : undefined
}

function isKeyName(variable: string): boolean {
  return /^(id|uuid|guid|uid|key|slug|code)$/.test(variable)
}

/** A text may be asked for where the row has a number only if the name says that it is an id: elsewhere it is something else. */
function fits({ name, facts }: Parameter, field: SchemaFacts): boolean {
  if (facts.types.length === 0 || field.types.length === 0) return true
  if (facts.types.some((type) => field.types.includes(type))) return true
  return /(^|_)(id|uid|pk)$/.test(snakeWords(name))
}
