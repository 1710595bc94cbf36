import type { Bounds, FormatColumn } from '../table-format.ts'
import type { NewFile } from '../write-files.ts'

/** Columns of which a log tells what files hold; as many as other writers do. */
const INDEXED = 32

/** Digits that a number of JSON keeps whatever reads it. */
const SAFE_DIGITS = 15

/** What the log tells of a new file, as JSON text. */
export function writeStats(file: NewFile, columns: readonly FormatColumn[]): string {
  const minValues: Record<string, unknown> = {}
  const maxValues: Record<string, unknown> = {}
  const nullCount: Record<string, number> = {}
  for (const { name, type } of columns.slice(0, INDEXED)) {
    const nulls = file.nulls.get(name)
    if (nulls !== undefined) nullCount[name] = nulls
    const bounds = file.bounds.get(name)
    if (bounds === undefined) continue
    const [min, max] = [toJson(bounds.min, type, 'min'), toJson(bounds.max, type, 'max')]
    if (min === undefined || max === undefined) continue
    minValues[name] = min
    maxValues[name] = max
  }
  return JSON.stringify({ numRecords: file.rows, minValues, maxValues, nullCount })
}

function toJson(text: string, type: string, which: keyof Bounds): string | number | undefined {
  if (type === 'VARCHAR' || type === 'DATE') return text
  if (type.startsWith('TIMESTAMP')) return milliseconds(text, { type, which })
  if (!/INT|DECIMAL|DOUBLE|FLOAT/.test(type)) return undefined
  if (text.replace(/\D/g, '').replace(/^0+/, '').length > SAFE_DIGITS && !/DOUBLE|FLOAT/.test(type)) return undefined
  const number = Number(text)
  return Number.isFinite(number) ? number : undefined
}

/** Readers take milliseconds for sure; a greatest value is rounded up, so that no row lies beyond it. */
function milliseconds(
  text: string,
  { type, which }: { readonly type: string; readonly which: keyof Bounds },
): string | undefined {
  const match = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?(?:\+00)?$/.exec(text)
  if (match === null) return undefined
  const [, day, time, fraction = ''] = match
  const digits = fraction.padEnd(6, '0')
  const up = which === 'max' && digits.slice(3) !== '000' ? 1 : 0
  const iso = new Date(Date.parse(`${day}T${time}.${digits.slice(0, 3)}Z`) + up).toISOString()
  return type === 'TIMESTAMP' ? iso.slice(0, -1).replace('T', ' ') : iso
}

interface Stats {
  readonly numRecords?: number
  readonly minValues?: Readonly<Record<string, unknown>>
  readonly maxValues?: Readonly<Record<string, unknown>>
}

/** What a log tells of a file, as far as it is understood. */
export function readStats(text: string | null | undefined): {
  readonly rows: number | undefined
  readonly bounds: ReadonlyMap<string, Bounds>
} {
  const stats: Stats = text ? JSON.parse(text) : {}
  const bounds = new Map<string, Bounds>()
  for (const [name, min] of Object.entries(stats.minValues ?? {})) {
    const max = stats.maxValues?.[name]
    const [low, high] = [boundText(min), boundText(max)]
    if (low !== undefined && high !== undefined) bounds.set(name, { min: low, max: high })
  }
  return { rows: stats.numRecords, bounds }
}

/** Texts may be cut by their writers, with a greatest one that is still greater; numbers beyond what is safe are not used. */
function boundText(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : undefined
}
