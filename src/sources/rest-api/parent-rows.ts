import type { Page } from '../../contracts/page.ts'
import { SourceError } from '../../errors/tolva-error.ts'
import { rowsOf } from '../../extract/rows-of.ts'
import { dottedPath, parseJsonPath } from '../../http/json-path-text.ts'
import { queryJson } from '../../http/query-json.ts'
import { parseExact } from '../../values/exact-json.ts'
import { itemsAt, keysAt, valueAt } from '../../values/json-path.ts'
import { isPlainObject } from './is-plain-object.ts'
import type { ResourcePlan } from './resource-plan.ts'

/** What the requests for one row of the parent need. */
export interface ParentValues {
  /** By expression. */
  readonly bound: ReadonlyMap<string, unknown>
  /** By name in the child row. */
  readonly included: Readonly<Record<string, unknown>>
}

interface RowReader {
  readonly keys: () => readonly string[]
  readonly key: (name: string) => unknown
  readonly at: (path: string) => unknown
}

/**
 * The values that a child needs of each row of a parent's page. Of a page of bytes only these are read.
 * @throws SourceError `parent_field_missing`, `parent_row_no_object`.
 */
export function parentValues(page: Page<unknown>, plan: ResourcePlan): readonly ParentValues[] {
  return readersOf(page, plan.parent ?? '').map((row) => ({
    bound: new Map(
      [...plan.bindings].map(([expression, field]) => [expression, required(row.at(field), field, { row, plan })]),
    ),
    included: Object.fromEntries(
      plan.includeFromParent.map((field) => [
        `_${plan.parent}_${field}`,
        required(row.key(field), field, { row, plan }),
      ]),
    ),
  }))
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

function required(
  value: unknown,
  field: string,
  { row, plan }: { readonly row: RowReader; readonly plan: ResourcePlan },
): unknown {
  if (value !== undefined) return value
  throw new SourceError(
    `resource ${plan.name} needs ${field} of each row of ${plan.parent}, but a row has only ${row.keys().join(', ')}`,
    {
      code: 'parent_field_missing',
      hint: `correct the field, or filter such rows out of ${plan.parent}`,
      context: { resource: plan.name, field },
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
