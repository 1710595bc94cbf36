import type { ColumnTable } from 'arquero'
import { ConfigError } from '../errors/tolva-error.ts'
import { withPrintedHead } from './print-head.ts'
import { dataTypeOf, type ResultColumn } from './value-reader.ts'

/**
 * An Arquero table of rows read with `{ bigint: 'bigint' }`, in values that one can compute with: whole numbers are numbers (bigint
 * in a column that has one beyond 2^53), decimals numbers, timestamps and dates `Date`s.
 * @throws ConfigError code `missing_package` where arquero is not installed.
 */
export async function arqueroTable(grid: {
  readonly columns: readonly ResultColumn[]
  readonly rows: readonly (readonly unknown[])[]
}): Promise<ColumnTable> {
  const { table } = await import('arquero').catch((cause: unknown) => {
    throw new ConfigError('df() needs the package arquero, which is not installed', {
      code: 'missing_package',
      hint: 'npm install arquero',
      cause,
    })
  })
  const { columns, rows } = grid
  const names = columns.map(({ name }) => name)
  const entries = columns.map((column, i): [string, unknown[]] => [
    column.name,
    columnOf(
      column,
      rows.map((row) => row[i] ?? null),
    ),
  ])
  const made = table(entries, names)
  return withPrintedHead(made, {
    names: made.columnNames(),
    rows: rows.length,
    value: (name, row) => made.get(name, row),
  })
}

function columnOf(column: ResultColumn, values: unknown[]): unknown[] {
  switch (dataTypeOf(column)) {
    case 'bigint':
      return values.every((value) => value === null || Number.isSafeInteger(Number(value)))
        ? values.map(numberOf)
        : values
    case 'decimal':
    case 'wei':
      return values.map(numberOf)
    case 'timestamp':
    case 'date':
      return values.map(dateOf)
    default:
      return values
  }
}

function numberOf(value: unknown): unknown {
  return value === null ? null : Number(value)
}

/** A naive timestamp is read as UTC; what JavaScript has no time for (`infinity`) stays a text. */
function dateOf(value: unknown): unknown {
  if (typeof value !== 'string') return value
  const isDay = /^\d{4}-\d\d-\d\d$/.test(value)
  const date = new Date(isDay || /(Z|[+-]\d\d:?\d\d)$/.test(value) ? value : `${value}Z`)
  return Number.isNaN(date.getTime()) ? value : date
}
