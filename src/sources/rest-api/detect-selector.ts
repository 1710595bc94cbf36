import { isPlainObject } from './is-plain-object.ts'

const RECORD_KEYS = new Set([
  'data',
  'items',
  'results',
  'entries',
  'records',
  'rows',
  'entities',
  'payload',
  'content',
  'objects',
  'values',
])
const MAX_KEYS = 3

/** Where the rows of an answer stand: keys from the outside in, none for the whole answer. A list with a well-known name wins, else the first. */
export function detectSelector(document: unknown): readonly string[] {
  const lists = listsIn(document, [])
  return lists.find((path) => RECORD_KEYS.has(path.at(-1) ?? '')) ?? lists[0] ?? []
}

function listsIn(value: unknown, path: readonly string[]): readonly (readonly string[])[] {
  if (!isPlainObject(value) || path.length >= MAX_KEYS) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    Array.isArray(inner) ? [[...path, key]] : listsIn(inner, [...path, key]),
  )
}
