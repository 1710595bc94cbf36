import type { Page } from '../../contracts/page.ts'
import { SourceError } from '../../errors/tolva-error.ts'
import { rowsOf } from '../../extract/rows-of.ts'
import { dottedPath, parseJsonPath } from '../../http/json-path-text.ts'
import { queryJson } from '../../http/query-json.ts'
import { parseExact } from '../../values/exact-json.ts'
import { itemsAt, keysAt, valueAt } from '../../values/json-path.ts'
import { isPlainObject } from './is-plain-object.ts'
import type { Lineage } from './lineage.ts'
import type { ParentValue, ResourcePlan } from './resource-plan.ts'

/** What the requests for one row of the parent need. */
export interface ParentValues {
  /** By expression. */
  readonly bound: ReadonlyMap<string, unknown>
  /** By name in the child row. */
  readonly included: Readonly<Record<string, unknown>>
  /** What the pages tell those that depend on them. */
  readonly told: Readonly<Record<string, unknown>>
}

interface RowReader {
  readonly keys: () => readonly string[]
  readonly key: (name: string) => unknown
  readonly at: (path: string) => unknown
}

/**
 * The values that a child needs of the row of its parent, and of the rows that that one came from. Of a page of bytes only
 * these are read.
 * @param page Holds one row. undefined: none.
 * @throws SourceError `parent_field_missing`, `parent_row_no_object`.
 */
export function parentValues(page: Page<unknown>, plan: ResourcePlan, lineage: Lineage): ParentValues | undefined {
  const [row] = readersOf(page, lineage.driver ?? '')
  if (row === undefined) return undefined
  const find = (need: ParentValue) =>
    need.parent === lineage.driver ? readValue(row, need, plan.name) : page.origin?.[need.key]
  const valuesOf = (needs: readonly ParentValue[]) => needs.map((need) => [need.key, find(need)] as const)
  const carried = [...Object.entries(page.origin ?? {}), ...valuesOf(lineage.carries)]
  return {
    bound: new Map(valuesOf(plan.needs.filter(({ use }) => use === 'bound'))),
    included: Object.fromEntries(valuesOf(plan.needs.filter(({ use }) => use === 'included'))),
    told: Object.fromEntries(carried.filter(([key]) => lineage.tells.has(key))),
  }
}

/** Of each row of a page the values by their keys. */
export function valuesOfRows(
  page: Page<unknown>,
  parent: string,
  { needs, resource }: { readonly needs: readonly ParentValue[]; readonly resource: string },
): readonly Readonly<Record<string, unknown>>[] {
  return readersOf(page, parent).map((row) =>
    Object.fromEntries(needs.map((need) => [need.key, readValue(row, need, resource)])),
  )
}

function readersOf(page: Page<unknown>, parent: string): readonly RowReader[] {
  if (!('bytes' in page) || page.format === 'jsonl') return rowsOf(page).map((row) => valueReader(row, parent))
  const { bytes } = page
  return itemsAt(bytes, page.selector ?? '$').map(({ start, end }) => bytesReader(bytes.subarray(start, end), parent))
}

function valueReader(row: unknown, parent: string): RowReader {
  if (!isPlainObject(row)) throw noObject(parent)
  return {
    keys: () => Object.keys(row),
    key: (name) => (Object.hasOwn(row, name) ? row[name] : undefined),
    at: (path) => queryJson(row, path)[0],
  }
}

function bytesReader(bytes: Uint8Array, parent: string): RowReader {
  if (bytes[0] !== 0x7b) throw noObject(parent)
  const read = (steps: readonly (string | number)[]) => {
    const dotted = dottedPath(steps)
    return dotted === undefined ? queryJson(parseExact(bytes), { steps })[0] : valueAt(bytes, dotted)
  }
  return {
    keys: () => keysAt(bytes, '$'),
    key: (name) => read([name]),
    at(path) {
      const parsed = parseJsonPath(path)
      return 'steps' in parsed ? read(parsed.steps) : queryJson(parseExact(bytes), parsed)[0]
    },
  }
}

function readValue(row: RowReader, { field, parent, use }: ParentValue, resource: string): unknown {
  const value = use === 'bound' ? row.at(field) : row.key(field)
  if (value !== undefined) return value
  throw new SourceError(
    `resource ${resource} needs ${field} of each row of ${parent}, but a row has only ${row.keys().join(', ')}`,
    {
      code: 'parent_field_missing',
      hint: `correct the field, or filter such rows out of ${parent}`,
      context: { resource, field },
    },
  )
}

function noObject(parent: string): SourceError {
  return new SourceError(`rows of ${parent} are no objects, so others cannot depend on their fields`, {
    code: 'parent_row_no_object',
    hint: `point data_selector of ${parent} at a list of objects`,
    context: { resource: parent },
  })
}
