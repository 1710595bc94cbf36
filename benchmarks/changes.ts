import path from 'node:path'
import { fileOf, linesOf, WORKLOADS, type Workload } from './workloads.ts'

/** A load that is merged into a table which another workload has filled. */
interface Changes {
  /** The workload that fills the table. */
  readonly base: string
  readonly seed: number
  readonly keyOf: (index: number) => number
}

/** Of so many rows of the table one is changed; half of the changes are new rows. */
const ROWS_PER_CHANGE = 10
/** A prime that no number of rows is a multiple of, so that its multiples visit every row of a table once. */
const STRIDE = 15_485_863

/** `w4`: changes of `w1` by primary key, `w4n`: of the nested documents of `w2`. */
export const CHANGES: Readonly<Record<string, Changes>> = {
  w4: { base: 'w1', seed: 44, keyOf: (index) => index },
  w4n: { base: 'w2', seed: 45, keyOf: (index) => 1_000_000 + index },
}

/** How many changes belong to a table of so many rows; the table has half as many rows more behind them. */
export function changeCount(rows: number): number {
  return Math.max(2, 2 * Math.floor(rows / ROWS_PER_CHANGE / 2))
}

/** Writes the changes as JSON lines, once: by turns a row of the table, spread over all of it, and a new one. */
export function changesFile(name: string, rows: number, folder: string): string {
  const changes = CHANGES[name]
  if (!changes) throw new Error(`unknown workload ${name}; there are ${Object.keys(CHANGES).join(', ')}`)
  return fileOf(path.join(folder, `${name}-${rows}`), () => linesOf(workloadOf(changes, rows), changeCount(rows)))
}

function workloadOf({ base, seed, keyOf }: Changes, rows: number): Workload {
  const { document, ...rest } = WORKLOADS[base] ?? raise(base)
  return {
    ...rest,
    seed,
    document(draw, index) {
      const half = index >> 1
      const row = index % 2 === 0 ? (half * STRIDE) % rows : rows + half
      return { ...document(draw, row), id: keyOf(row) }
    },
  }
}

function raise(base: string): never {
  throw new Error(`unknown workload ${base}`)
}
