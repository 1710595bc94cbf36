import type { Context } from '../contracts/context.ts'

/** Told no more often, because with many tables the telling would cost more than the rows. */
const INTERVAL_MS = 100

/** Rows by table over all packages of a run, told as events while they are made. */
export class TableCounts {
  readonly #emit: Context['emit']
  /** Of packages that are made. */
  readonly #made = new Map<string, number>()
  readonly #told = new Map<string, number>()
  #last = Number.NEGATIVE_INFINITY

  constructor({ emit }: Pick<Context, 'emit'>) {
    this.#emit = emit
  }

  /** Tells of the package that is being made. `counts` is asked only where it is time to tell. */
  tell(counts: () => ReadonlyMap<string, number>): void {
    const now = performance.now()
    if (now - this.#last < INTERVAL_MS) return
    this.#last = now
    for (const [table, rows] of counts()) this.#say(table, rows)
  }

  /** The package is made. */
  add(counts: ReadonlyMap<string, number>): void {
    for (const [table, rows] of counts) {
      this.#say(table, rows)
      this.#made.set(table, (this.#made.get(table) ?? 0) + rows)
    }
  }

  #say(table: string, inPackage: number): void {
    const rows = (this.#made.get(table) ?? 0) + inPackage
    if (rows === 0 || this.#told.get(table) === rows) return
    this.#told.set(table, rows)
    this.#emit({ type: 'rows', table, rows })
  }
}
