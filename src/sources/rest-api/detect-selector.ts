import { listsIn } from './lists-in.ts'

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

/** Where the rows of an answer stand: keys from the outside in, none for the whole answer. A list with a well-known name wins, else the first. */
export function detectSelector(document: unknown): readonly string[] {
  const lists = listsIn(document)
  return lists.find((path) => RECORD_KEYS.has(path.at(-1) ?? '')) ?? lists[0] ?? []
}
