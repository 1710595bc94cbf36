import { InternalError } from '../errors/tolva-error.ts'
import { formatDate, formatTime, formatTimestamp } from '../values/iso.ts'
import { PlainDate, PlainTime, Timestamp } from '../values/kinds.ts'
import type { ColumnPage } from './parquet/plain-page.ts'
import { readPage } from './parquet/read-page.ts'
import { type LogicalType, parquetStorage } from './parquet/storage.ts'

/** How a text format spells what is not a plain number or a truth value. */
export interface CellForm {
  /** A text, a JSON text, an ISO date or time, a decimal. */
  readonly text: (text: string) => string
  /** A JSON text; absent: as other texts. */
  readonly json?: (text: string) => string
  readonly double: (value: number) => string
  readonly binary: (bytes: Uint8Array) => string
}

/** The cells of a column as a text format spells them, null where there is none. */
export function cellTexts(page: ColumnPage, form: CellForm): readonly (string | null)[] {
  const { physical, logical } = parquetStorage(page.column)
  const ofText = logical === 'json' && form.json ? form.json : form.text
  return readPage(page).map((value) => {
    if (value === null) return null
    if (typeof value === 'string') return ofText(value)
    if (typeof value === 'boolean') return String(value)
    if (value instanceof Uint8Array) return form.binary(value)
    if (typeof value === 'number') return physical === 'double' ? form.double(value) : form.text(dateText(value))
    if (typeof value === 'bigint') return logical === 'none' ? String(value) : form.text(momentText(value, logical))
    throw new InternalError('a page holds a value that no column has', { code: 'unknown_cell' })
  })
}

const dateText = (days: number): string => formatDate(new PlainDate(days))

function momentText(micros: bigint, logical: LogicalType): string {
  if (logical === 'time') return formatTime(new PlainTime(micros))
  return formatTimestamp(new Timestamp(micros, logical === 'timestamp_utc' ? 0 : null))
}
