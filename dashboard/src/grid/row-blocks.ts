/** Rows asked for at once. */
export const BLOCK_ROWS = 200
/** Blocks kept; those looked at longest ago go first. */
export const KEPT_BLOCKS = 60

/** Rows of a table by block, the block looked at last at the end. */
export type RowBlocks = ReadonlyMap<number, readonly (readonly unknown[])[]>

/** Blocks that hold the rows from `first` to before `end`. */
export function blocksOf(first: number, end: number): number[] {
  const blocks: number[] = []
  for (let block = Math.floor(first / BLOCK_ROWS); block * BLOCK_ROWS < end; block++) blocks.push(block)
  return blocks
}

/** A row, where its block has come. */
export function rowIn(blocks: RowBlocks, row: number): readonly unknown[] | undefined {
  return blocks.get(Math.floor(row / BLOCK_ROWS))?.[row % BLOCK_ROWS]
}

/** The blocks with one more, without the oldest beyond those that are kept. */
export function withBlock(blocks: RowBlocks, block: number, rows: readonly (readonly unknown[])[]): RowBlocks {
  const all = new Map(blocks)
  all.delete(block)
  all.set(block, rows)
  for (const old of all.keys()) {
    if (all.size <= KEPT_BLOCKS) break
    all.delete(old)
  }
  return all
}

/** How many rows there are as far as blocks tell: a block that is not full ends the table, behind a full one there may be more. */
export function rowsKnown(blocks: RowBlocks): { readonly rows: number; readonly ends: boolean } {
  let rows = 0
  const ends = false
  for (const [block, held] of blocks) {
    if (held.length === 0 && block > 0) continue
    const upTo = block * BLOCK_ROWS + held.length
    if (held.length < BLOCK_ROWS) return { rows: upTo, ends: true }
    rows = Math.max(rows, upTo)
  }
  return { rows, ends }
}
