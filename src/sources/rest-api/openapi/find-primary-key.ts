import type { Guess } from './guess.ts'
import type { ReadSchema, SchemaFacts } from './schema-facts.ts'
import { sameWord, singular, snakeWords } from './words.ts'

/** What the guess may go by besides the row itself. */
export interface KeySigns {
  /** What the rows are called: the last word of the path. */
  readonly noun: string
  /** The variable by which one of the rows is asked for, if there is such a path. */
  readonly variable: string | undefined
}

/** The field that tells rows apart. */
export function findPrimaryKey(row: SchemaFacts, signs: KeySigns, readSchema: ReadSchema): Guess<string> | undefined {
  if (row.kind !== 'object') return undefined
  const keys = [...row.properties]
    .filter(([name]) => !row.unsure.has(name))
    .map(([name, schema]) => ({ name, facts: readSchema(schema) }))
    .filter(
      ({ facts }) => facts.kind === 'scalar' && facts.types.some((type) => type === 'string' || type === 'integer'),
    )
  const named = (test: (word: string) => boolean) => keys.find(({ name }) => test(snakeWords(name)))?.name
  const nouns = [signs.noun, row.model ?? ''].map((noun) => singular(snakeWords(noun))).filter((noun) => noun !== '')
  const { variable } = signs

  const id = named((word) => word === 'id')
  if (id !== undefined) return { value: id, reason: 'rows have an id' }
  const same = variable === undefined ? undefined : keys.find(({ name }) => sameWord(name, variable))?.name
  if (same !== undefined) return { value: same, reason: `one row is asked for by it: {${variable}}` }
  const own = named((word) => nouns.some((noun) => isKeyOf(word, noun)))
  if (own !== undefined) return { value: own, reason: 'it is named after the rows' }
  const usual = named((word) =>
    /^(uuid|guid|uid|pk|_?id|identifier|primary_key|unique_id|object_id|key|slug|node_id)$/.test(word),
  )
  if (usual !== undefined) return { value: usual, reason: 'it is named as keys are' }
  const part = variable === undefined ? undefined : named((word) => endsWithWord(snakeWords(variable), word))
  if (part !== undefined) return { value: part, reason: `one row is asked for by it: {${variable}}` }
  const told = keys.find(({ facts }) => isIdentifierOf(facts.description, nouns))?.name
  if (told !== undefined) return { value: told, reason: 'its description calls it an identifier' }
  const uuids = keys.filter(({ facts }) => facts.format === 'uuid')
  const [uuid] = uuids
  return uuid !== undefined && uuids.length === 1
    ? { value: uuid.name, reason: 'it is the only UUID of a row' }
    : undefined
}

/** `pet_id`, `id_pet`, `petId`, `pet_uuid` for `pet`. */
function isKeyOf(word: string, noun: string): boolean {
  const short = noun.slice(noun.lastIndexOf('_') + 1)
  return [noun, short].some((one) =>
    ['id', 'uuid', 'uid', 'pk', 'key', 'guid'].some(
      (key) => word === `${one}_${key}` || word === `${key}_${one}` || word === `${one}${key}`,
    ),
  )
}

/** `team_slug` ends with `slug`. */
function endsWithWord(name: string, word: string): boolean {
  return name.endsWith(`_${word}`) && word.length > 1
}

/** `Unique identifier`, `ID of the pet.`, but not the id of something else. */
function isIdentifierOf(description: string, nouns: readonly string[]): boolean {
  const of = /^(?:the )?(?:unique )?(?:id|identifier|uuid)(?: (?:of|for) (?:the |this |a |an )?([\w -]+?))?\.?$/i.exec(
    description.trim(),
  )
  return of !== null && (of[1] === undefined || nouns.some((noun) => sameWord(noun, of[1] ?? '')))
}
