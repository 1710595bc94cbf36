import { parseJsonPath } from '../../http/json-path-text.ts'
import { queryJson } from '../../http/query-json.ts'
import type { Value } from '../../values/kinds.ts'
import { toValue } from '../../values/to-value.ts'
import { exactValue } from './exact-value.ts'

const QUOTED = /^(["'])(.*)\1$/

/** The field that a cursor path names; undefined for a path that leads further, or that begins with `$`. */
export function cursorField(path: string): string | undefined {
  const quoted = QUOTED.exec(path)?.[2]
  if (quoted !== undefined) return quoted
  if (path.startsWith('$')) return undefined
  const parsed = parseJsonPath(path)
  if ('query' in parsed || parsed.steps.length !== 1) return undefined
  const [step] = parsed.steps
  return typeof step === 'string' ? step : undefined
}

/**
 * Reads the cursor of a row: the first match of the path, null where null stands there, undefined where nothing does.
 * @throws SourceError `invalid_json_path`.
 */
export function cursorReader(path: string): (row: unknown) => Value | undefined {
  const field = cursorField(path)
  if (field !== undefined) return (row) => exactValue(row, field)
  const parsed = parseJsonPath(path)
  if ('query' in parsed) return (row) => toValue(queryJson(row, parsed)[0])
  const last = parsed.steps.at(-1)
  if (last === undefined) return toValue
  const way = { steps: parsed.steps.slice(0, -1) }
  return (row) => {
    const [container] = queryJson(row, way)
    return Array.isArray(container) === (typeof last === 'number') ? exactValue(container, last) : undefined
  }
}
