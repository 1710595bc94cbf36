import type { TablePage } from '../formats/parquet/plain-page.ts'

const HIGH = 2 ** 21

/** Remembers which integer columns were written with values that a double cannot tell apart: beyond 2^53. */
export class InexactIntegers {
  readonly #found = new Set<string>()

  has(table: string, column: string): boolean {
    return this.#found.has(JSON.stringify([table, column]))
  }

  look({ table, columns }: TablePage): void {
    for (const { column, values } of columns) {
      if (column.data_type !== 'bigint' || (column.precision ?? 64) > 64) continue
      const key = JSON.stringify([table, column.name])
      if (!this.#found.has(key) && isAnyInexact(values)) this.#found.add(key)
    }
  }
}

/** Pairs of halves, the lower first. */
function isAnyInexact(values: Uint8Array): boolean {
  const halves = new Int32Array(values.buffer, values.byteOffset, values.byteLength >> 2)
  for (let at = 1; at < halves.length; at += 2) {
    const high = halves[at] ?? 0
    if (high < -HIGH || high > HIGH || (high === HIGH && halves[at - 1] !== 0)) return true
  }
  return false
}
