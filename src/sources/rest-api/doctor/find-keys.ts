import type { KeyFinding } from './report.ts'
import { type ScalarColumn, scalarColumns } from './scalar-columns.ts'

const LISTED = 3
const ID_VALUE =
  /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{24}|[0-9A-HJKMNP-TV-Z]{26}|[a-z]{2,5}_\w{8,})$/i

/** Columns, or pairs of id-like ones, that are unique and never null over all rows; the likeliest key first. */
export function findKeys(rows: readonly unknown[], resource: string): readonly KeyFinding[] {
  if (rows.length < 2) return []
  const columns = scalarColumns(rows).filter(isWhole)
  const ranked = columns
    .map((column) => ({ column, rank: idRank(column, resource) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank)
  const single = ranked.filter(({ column }) => isUnique(column.values))
  const found =
    single.length > 0 ? single.map(({ column }) => [column.name]) : pairs(ranked.map(({ column }) => column))
  return found.slice(0, LISTED).map((names) => ({ columns: names, rows: rows.length }))
}

/** Texts and integers only, none missing. */
function isWhole({ values }: ScalarColumn): boolean {
  return values.every(
    (value) => (typeof value === 'string' && value !== '') || typeof value === 'bigint' || Number.isInteger(value),
  )
}

function isUnique(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length
}

/** 0: not like an id at all. */
function idRank({ name, values }: ScalarColumn, resource: string): number {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '')
  const singular = resource
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/s$/, '')
  if (plain === 'id') return 6
  if (/^(uuid|guid|gid|key|pk)$/.test(plain)) return 5
  if (plain === `${singular}id` || plain === `${singular}key` || plain === `${singular}uuid`) return 5
  if (values.every((value) => typeof value === 'string' && ID_VALUE.test(value))) return 4
  if (/(id|uuid|guid|_key)$/.test(name.toLowerCase())) return 3
  return /^(code|sku|slug|number|name|iso|email|handle|login)$/.test(plain) ? 1 : 0
}

function pairs(columns: readonly ScalarColumn[]): readonly (readonly string[])[] {
  return columns.flatMap((one, index) =>
    columns
      .slice(index + 1)
      .filter((other) => isUnique(one.values.map((value, row) => `${value}\u0000${other.values[row]}`)))
      .map((other) => [one.name, other.name]),
  )
}
