import { listsIn } from './lists-in.ts'
import { RECORD_KEYS } from './record-keys.ts'

/** Where the rows of an answer stand: keys from the outside in, none for the whole answer. A list with a well-known name wins, else the first. */
export function detectSelector(document: unknown): readonly string[] {
  const lists = listsIn(document)
  return lists.find((path) => RECORD_KEYS.has(path.at(-1) ?? '')) ?? lists[0] ?? []
}
