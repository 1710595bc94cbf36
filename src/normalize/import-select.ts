import { quoteName } from '../sql/quote-name.ts'
import { quoteText } from '../sql/quote-text.ts'
import { foreignType, handoverType, isNested } from './foreign-type.ts'
import type { PlannedFile } from './import-file.ts'
import type { ImportPlan, PlacedColumn } from './import-plan.ts'

/** True where a destination can load the column from the file as it is: its own name, and a type that fits. */
export function fitsAsItIs({ source, type, column }: PlacedColumn): boolean {
  if (source !== column.name || isNested(type) || type === 'TIMESTAMP_NS' || type === 'UBIGINT') return false
  const { data_type, precision, scale } = foreignType(type)
  if (data_type !== column.data_type) return false
  if (data_type === 'bigint') return (precision ?? 64) <= (column.precision ?? 64)
  if (data_type !== 'decimal') return true
  const [whole, fraction] = [(column.precision ?? 38) - (column.scale ?? 9), column.scale ?? 9]
  return (scale ?? 0) <= fraction && (precision ?? 0) - (scale ?? 0) <= whole
}

/** The columns as a job file has them. */
export function selectList(
  columns: readonly PlacedColumn[],
  { loadId, rowId }: Pick<PlannedFile, 'loadId' | 'rowId'>,
): string {
  const list = columns.map((placed) => `${handedOver(placed)} AS ${quoteName(placed.column.name)}`)
  const own = loadId === undefined ? [] : [`${quoteText(loadId.value)} AS ${quoteName(loadId.column)}`]
  return [...list, ...own, ...(rowId === undefined ? [] : [`${RANDOM_ID} AS ${quoteName(rowId)}`])].join(', ')
}

/** Base64 of ten random bytes, as the ids of other rows are: those of a uuid that no version stands in. */
const RANDOM_ID = `left(to_base64(unhex(right(uuid()::VARCHAR, 12) || left(uuid()::VARCHAR, 8))), 14)`

/** The condition for rows that no contract drops; undefined: all. */
export function keptRows(plan: ImportPlan): string | undefined {
  const dropping = plan.kept.filter(({ mode }) => mode === 'discard_row')
  return dropping.length === 0 ? undefined : dropping.map(({ source }) => `${quoteName(source)} IS NULL`).join(' AND ')
}

/** The condition for rows of which a value would be another one after the cast; undefined: a cast cannot lose anything. */
export function changedBy({ source, type, column }: PlacedColumn): string | undefined {
  const to = handoverType(column)
  if (fitsAsItIs({ source: column.name, type, column }) || to === 'VARCHAR' || type === 'VARCHAR') return undefined
  if (column.data_type === 'json' || isNested(type)) return undefined
  const value = quoteName(source)
  return `CAST(CAST(${value} AS ${to}) AS ${type}) IS DISTINCT FROM ${value}`
}

function handedOver({ source, type, column }: PlacedColumn): string {
  const value = quoteName(source)
  if (isNested(type)) return `CAST(to_json(${value}) AS VARCHAR)`
  if (column.data_type === 'json') return jsonText(value, type)
  return `CAST(${value} AS ${handoverType(column)})`
}

/** A text is JSON already, or fails to be. */
function jsonText(value: string, type: string): string {
  return type === 'VARCHAR' || type === 'JSON'
    ? `CAST(CAST(${value} AS JSON) AS VARCHAR)`
    : `CAST(to_json(${value}) AS VARCHAR)`
}
