import type { Reason } from '../../sources/rest-api/openapi/conversion.ts'

const LONGEST = 160

/** What stands before each part of a configuration, by its path. */
export type Comments = ReadonlyMap<string, readonly string[]>

/** Reasons as comments, each one line. */
export function commentsOf(reasons: readonly Reason[]): Comments {
  const comments = new Map<string, string[]>()
  for (const { path, text } of reasons) {
    const line = oneLine(text)
    const known = comments.get(path)
    if (known === undefined) comments.set(path, [line])
    else known.push(line)
  }
  return comments
}

/**
 * The comments for an object's own keys, and those that are meant for keys that it has not: they stand at its beginning, with the
 * key's name.
 */
export function commentsFor(
  comments: Comments,
  path: string,
  keys: readonly string[],
): { readonly own: (key: string) => readonly string[]; readonly absent: readonly string[] } {
  const own = (key: string) => comments.get(path === '' ? key : `${path}.${key}`) ?? []
  const absent = LOOSE_KEYS.filter((key) => !keys.includes(key)).flatMap((key) =>
    own(key).map((text) => `${key}: ${text}`),
  )
  return { own, absent }
}

/** Keys about which there is something to say also where they are not needed. */
const LOOSE_KEYS = ['params', 'paginator', 'dataSelector', 'data_selector']

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1)}…`
}
