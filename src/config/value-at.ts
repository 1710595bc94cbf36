import { isRecord } from '../values/is-record.ts'

/** What stands at a path of nested tables; undefined where nothing does. */
export function valueAt(document: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (node, key) => (isTable(node) && Object.hasOwn(node, key) ? node[key] : undefined),
    document,
  )
}

/** true for a table of TOML, an object of JSON. */
export function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return isRecord(value) && !(value instanceof Date)
}
