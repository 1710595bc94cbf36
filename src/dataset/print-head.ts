import { inspect } from 'node:util'
import { printTable } from './print-table.ts'

const ROWS = 10

/** What is needed of a table to print its beginning. */
export interface HeadSource {
  readonly names: readonly string[]
  readonly rows: number
  value(name: string, row: number): unknown
}

/** Lets `console.log` print the first rows of this one table, and how large it is. Tables derived from it print as their library does. */
export function withPrintedHead<T extends object>(table: T, source: HeadSource): T {
  const print = (_depth: number, options: { readonly colors?: boolean }) => headText(source, options.colors === true)
  Object.defineProperty(table, inspect.custom, { value: print, enumerable: false, configurable: true })
  return table
}

function headText({ names, rows, value }: HeadSource, color: boolean): string {
  const shown = Array.from({ length: Math.min(rows, ROWS) }, (_, row) => names.map((name) => value(name, row)))
  const size = `${counted(rows, 'row')} × ${counted(names.length, 'column')}`
  const width = process.stdout.columns ?? 100
  return `${printTable(names, shown, { width, color })}\n${rows > ROWS ? '…\n' : ''}${size}`
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`
}
