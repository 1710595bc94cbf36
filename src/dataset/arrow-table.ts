import type { Table, Vector } from 'apache-arrow'
import { ConfigError } from '../errors/tolva-error.ts'
import { withPrintedHead } from './print-head.ts'
import { dataTypeOf, type ResultColumn } from './value-reader.ts'

type Arrow = typeof import('apache-arrow')

/**
 * An Apache Arrow table of rows read with `{ bigint: 'bigint' }`. Whole numbers are Int64 (text beyond 64 bits), timestamps have
 * microseconds, json is its text, decimals and times are texts.
 * @throws ConfigError code `missing_package` where apache-arrow is not installed.
 */
export async function arrowTable(grid: {
  readonly columns: readonly ResultColumn[]
  readonly rows: readonly (readonly unknown[])[]
}): Promise<Table> {
  const arrow = await import('apache-arrow').catch((cause: unknown) => {
    throw new ConfigError('arrow() needs the package apache-arrow, which is not installed', {
      code: 'missing_package',
      hint: 'npm install apache-arrow',
      cause,
    })
  })
  const vectors = grid.columns.map((column, i): [string, Vector] => [
    column.name,
    columnVector(
      arrow,
      column,
      grid.rows.map((row) => row[i] ?? null),
    ),
  ])
  const table = new arrow.Table(Object.fromEntries(vectors))
  const names = vectors.map(([name]) => name)
  return withPrintedHead(table, { names, rows: table.numRows, value: (name, row) => table.getChild(name)?.get(row) })
}

function columnVector(arrow: Arrow, column: ResultColumn, values: readonly unknown[]): Vector {
  switch (dataTypeOf(column)) {
    case 'bigint':
      return values.every(fitsInt64)
        ? arrow.vectorFromArray(values, new arrow.Int64())
        : arrow.vectorFromArray(values.map(textOf), new arrow.Utf8())
    case 'double':
      return arrow.vectorFromArray(values, new arrow.Float64())
    case 'bool':
      return arrow.vectorFromArray(values, new arrow.Bool())
    case 'binary':
      return arrow.vectorFromArray(values, new arrow.Binary())
    case 'date':
      return arrow.vectorFromArray(
        values.map((value) => (value === null ? null : new Date(String(value)))),
        new arrow.DateDay(),
      )
    case 'timestamp':
      return timestampVector(arrow, values.map(textOf))
    default:
      return arrow.vectorFromArray(values.map(textOf), new arrow.Utf8())
  }
}

/** Built from raw parts because arrow's own builder takes milliseconds and would lose the microseconds. */
function timestampVector(arrow: Arrow, values: readonly (string | null)[]): Vector {
  const micros = new BigInt64Array(values.length)
  const valid = new Uint8Array(Math.ceil(values.length / 8))
  let nulls = 0
  for (const [i, value] of values.entries()) {
    const parts = value === null ? null : /^(.*?)(?:\.(\d+))?(Z?)$/.exec(value)
    const seconds = parts === null ? Number.NaN : Date.parse(`${parts[1]}Z`)
    if (parts === null || Number.isNaN(seconds)) {
      nulls++
      continue
    }
    micros[i] = BigInt(seconds) * 1000n + BigInt((parts[2] ?? '').padEnd(6, '0').slice(0, 6))
    valid[i >> 3] = (valid[i >> 3] ?? 0) | (1 << (i & 7))
  }
  const zone = values.some((value) => value?.endsWith('Z')) ? 'UTC' : null
  const type = new arrow.TimestampMicrosecond(zone)
  return new arrow.Vector([
    arrow.makeData({ type, length: values.length, nullCount: nulls, nullBitmap: valid, data: micros }),
  ])
}

function fitsInt64(value: unknown): boolean {
  return value === null || (typeof value === 'bigint' && BigInt.asIntN(64, value) === value)
}

function textOf(value: unknown): string | null {
  if (value === null || typeof value === 'string') return value
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
