import type { ReadSchema, SchemaFacts } from './schema-facts.ts'

/** A value inside an answer, by the keys that lead to it. */
export interface Field {
  readonly keys: readonly string[]
  readonly facts: SchemaFacts
}

const DEEPEST = 3
const MOST = 500

/** The values of an object, down to three keys deep, the upper ones first; into lists it does not go. */
export function fieldsOf(schema: SchemaFacts, readSchema: ReadSchema): readonly Field[] {
  const found: Field[] = []
  let level: readonly Field[] = [{ keys: [], facts: schema }]
  for (let depth = 0; depth < DEEPEST && found.length < MOST; depth += 1) {
    level = level.flatMap(({ keys, facts }) =>
      facts.kind === 'object'
        ? [...facts.properties].map(([key, inner]) => ({ keys: [...keys, key], facts: readSchema(inner) }))
        : [],
    )
    found.push(...level)
  }
  return found
}
