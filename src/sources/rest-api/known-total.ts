import type { OpenedJson } from '../../values/open-json.ts'

const TOTAL = /^(total|count|total_?(count|items|results|records|rows|elements|hits|entries)|(items|records)_?total)$/i
const ENVELOPE = /^(meta|metadata|_meta|pagination|paging|page|page_?info|result_?info|info|summary)$/i

/** The number of all rows that an answer names, and where. */
export interface KnownTotal {
  readonly path: string
  readonly rows: number
}

/** What an answer says of how many rows there are in all; undefined: nothing. @param configured Path of the number, where it is known. */
export function knownTotal(json: OpenedJson, configured: string | undefined): KnownTotal | undefined {
  if (configured !== undefined) return totalAt(json, configured)
  const outer = json.members('$').map(([key]) => key)
  const inner = outer
    .filter((key) => ENVELOPE.test(key))
    .flatMap((key) => json.members(key).map(([name]) => [key, name] as const))
  const paths = [
    ...outer.filter((key) => TOTAL.test(key)),
    ...inner.filter(([, name]) => TOTAL.test(name)).map(([key, name]) => `${key}.${name}`),
  ]
  for (const path of paths) {
    const found = totalAt(json, path)
    if (found !== undefined) return found
  }
  return undefined
}

function totalAt(json: OpenedJson, path: string): KnownTotal | undefined {
  const rows = json.value(path)
  return typeof rows === 'number' && Number.isInteger(rows) && rows >= 0 ? { path, rows } : undefined
}
