import type { Row } from '../contracts/page.ts'
import { parseExact } from '../values/exact-json.ts'
import { parseIsoDate, parseIsoMoment, parseIsoTime } from '../values/iso.ts'
import { Decimal } from '../values/kinds.ts'
import { toValue } from '../values/to-value.ts'
import { floatMark } from './float-mark.ts'

interface ReadColumn {
  readonly name: string
  /** DuckDB's name of its type. */
  readonly type: string
}

/** How cells that left DuckDB become rows of values of their types. */
export function duckDbRows(columns: readonly ReadColumn[]): (cells: readonly unknown[]) => Row {
  const readers = columns.map(({ name, type }) => [name, duckDbValue(type)] as const)
  const mark = floatMark(columns.filter(({ type }) => type === 'FLOAT' || type === 'DOUBLE').map(({ name }) => name))
  return (cells) => ({
    ...Object.fromEntries(readers.map(([name, read], index) => [name, read(cells[index])])),
    ...mark,
  })
}

/** How a value that left DuckDB becomes one of its type. */
function duckDbValue(type: string): (value: unknown) => unknown {
  const ofText = (read: (text: string) => unknown) => (value: unknown) =>
    typeof value === 'string' ? read(value) : value
  if (type.startsWith('DECIMAL')) return ofText((text) => new Decimal(text))
  if (type.startsWith('TIMESTAMP')) return ofText((text) => parseIsoMoment(text) ?? text)
  switch (type) {
    case 'DATE':
      return ofText((text) => parseIsoDate(text) ?? text)
    case 'TIME':
      return ofText((text) => parseIsoTime(text) ?? text)
    case 'JSON':
      return ofText((text) => toValue(parseExact(Buffer.from(text))) ?? null)
    default:
      return (value) => value
  }
}
