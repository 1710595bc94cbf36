import { parseIsoDate, parseIsoTimestamp } from '../../../values/iso.ts'
import type { CursorFinding } from './report.ts'
import { type ScalarColumn, scalarColumns } from './scalar-columns.ts'

const LISTED = 4
/** Seconds or milliseconds since 1970, of this century up to 2100. */
const EPOCH = [
  [946_684_800, 4_102_444_800],
  [946_684_800_000, 4_102_444_800_000],
] as const

/** Fields that grow: times, with those of changes first, and ids that only go up or down. */
export function findCursors(rows: readonly unknown[]): readonly CursorFinding[] {
  if (rows.length < 2) return []
  return scalarColumns(rows)
    .flatMap((column) => cursorOf(column) ?? [])
    .sort((a, b) => b.rank - a.rank)
    .slice(0, LISTED)
    .map(({ finding }) => finding)
}

function cursorOf(column: ScalarColumn): { readonly finding: CursorFinding; readonly rank: number } | undefined {
  const present = column.values.filter((value) => value !== null && value !== undefined)
  // One that many rows lack would leave them out.
  if (present.length < column.values.length) return undefined
  const kind = present.every((value) => isTime(value, column.name)) ? 'time' : growing(column) ? 'number' : undefined
  if (kind === undefined) return undefined
  return { finding: { path: column.name, kind, order: orderOf(present) }, rank: rankOf(column.name, kind) }
}

function isTime(value: unknown, name: string): boolean {
  if (typeof value === 'string') return parseIsoTimestamp(value) !== undefined || parseIsoDate(value) !== undefined
  if (
    typeof value !== 'number' ||
    !/(_|^)(at|on|ts|time|date|created|updated|modified|changed)|(At|On|Time|Date)$/.test(name)
  )
    return false
  return EPOCH.some(([from, to]) => value >= from && value < to)
}

function growing({ name, values }: ScalarColumn): boolean {
  return (
    /(^|_)(id|seq|sequence|version|offset)$|(Id|Seq)$/.test(name) &&
    values.every(Number.isInteger) &&
    orderOf(values) !== 'none'
  )
}

function rankOf(name: string, kind: CursorFinding['kind']): number {
  if (kind === 'number') return 1
  if (/updat|modif|chang/i.test(name)) return 4
  return /creat|insert|added|date|time|_at$/i.test(name) ? 3 : 2
}

function orderOf(values: readonly unknown[]): CursorFinding['order'] {
  const ranks = values.map((value) => (typeof value === 'string' ? Date.parse(value) || 0 : Number(value)))
  const steps = ranks.slice(1).map((rank, index) => rank - (ranks[index] ?? 0))
  if (steps.every((step) => step === 0)) return 'none'
  if (steps.every((step) => step >= 0)) return 'asc'
  return steps.every((step) => step <= 0) ? 'desc' : 'none'
}
