import type { Bounds, FormatColumn, LiveFile } from './table-format.ts'

/** Types whose values compare in JavaScript as they do in the files. */
const COMPARE: Readonly<Record<string, (a: string, b: string) => number>> = {
  TINYINT: compareIntegers,
  SMALLINT: compareIntegers,
  INTEGER: compareIntegers,
  BIGINT: compareIntegers,
  VARCHAR: compareBytes,
  DATE: compareBytes,
}

/** Files that may hold a row whose columns lie within these bounds. What is not known of a file speaks for it. */
export function pruneFiles(
  files: readonly LiveFile[],
  columns: readonly FormatColumn[],
  wanted: ReadonlyMap<string, Bounds>,
): readonly LiveFile[] {
  return files.filter((file) =>
    columns.every(({ name, type }) => {
      const compare = COMPARE[type]
      const range = wanted.get(name)
      const held = file.bounds.get(name)
      if (compare === undefined || range === undefined || held === undefined) return true
      return compare(held.min, range.max) <= 0 && compare(held.max, range.min) >= 0
    }),
  )
}

function compareIntegers(a: string, b: string): number {
  const difference = BigInt(a) - BigInt(b)
  return difference === 0n ? 0 : difference < 0n ? -1 : 1
}

function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
