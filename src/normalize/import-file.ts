import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, constants, copyFile, link, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { FilePage } from '../contracts/page.ts'
import type { DuckDbConnection } from '../duckdb/connection.ts'
import type { TableFile } from '../formats/table-writer.ts'
import { quoteText } from '../sql/quote-text.ts'
import { readFile, reading } from './file-shape.ts'
import type { ImportPlan } from './import-plan.ts'
import { fitsAsItIs, keptRows, selectList } from './import-select.ts'

/** A file whose columns have found their place. */
export interface PlannedFile {
  readonly page: FilePage
  /** Absolute. */
  readonly file: string
  readonly plan: ImportPlan
  /** Value and column of the load id where rows are to have it. */
  readonly loadId: { readonly value: string; readonly column: string } | undefined
  /** Column that gets a random id for each row; undefined: none. */
  readonly rowId?: string | undefined
}

/** The SQL of all rows of a file, with the types that were found or asked for. */
export function readTyped({ page, plan }: PlannedFile): string {
  if (page.format === 'parquet') return readFile(page)
  const known = plan.columns.map(({ source, type }) => [source, type] as const)
  const kept = plan.kept.map(({ source }) => [source, 'VARCHAR'] as const)
  return readFile(page, new Map([...known, ...kept]))
}

/** The SQL of the rows that no contract keeps out, with the columns of their table. */
export function selectRows(planned: PlannedFile): string {
  const { plan, loadId, rowId } = planned
  const where = keptRows(plan)
  const list = selectList(plan.columns, { loadId, rowId })
  return `SELECT ${list} FROM ${readTyped(planned)}${where === undefined ? '' : ` WHERE ${where}`}`
}

/** Makes `to` a Parquet file of the rows: the file itself where that can be, else one that DuckDB writes. */
export async function importFile(
  scratch: DuckDbConnection,
  planned: PlannedFile,
  to: { readonly file: string; readonly rows: number; readonly compression: 'none' | 'zstd' },
): Promise<TableFile> {
  const { plan, loadId, rowId } = planned
  if (isWhole(planned)) await linkOrCopy(planned.file, to.file)
  else {
    const compression = to.compression === 'none' ? 'uncompressed' : 'zstd'
    const options = `FORMAT parquet, ROW_GROUP_SIZE 122880, COMPRESSION ${compression}`
    const sql = `COPY (${selectRows(planned)}) TO ${quoteText(to.file)} (${options})`
    await reading(planned.file, () => scratch.execute(sql))
  }
  const { size } = await stat(to.file)
  const columns = plan.columns.map(({ column }) => column.name)
  return {
    file: to.file,
    rows: to.rows,
    bytes: size,
    digest: await digestOf(to.file),
    columns: [...columns, ...(loadId === undefined ? [] : [loadId.column]), ...(rowId === undefined ? [] : [rowId])],
  }
}

function isWhole({ page, plan, loadId, rowId }: PlannedFile): boolean {
  if (page.format !== 'parquet' || loadId !== undefined || rowId !== undefined || keptRows(plan) !== undefined)
    return false
  return plan.columns.every(fitsAsItIs)
}

/** A link costs nothing; where it cannot be made, or the file could not be synced, it is copied. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await access(from, constants.W_OK)
    await link(from, to)
  } catch {
    await copyFile(from, to, constants.COPYFILE_EXCL)
  }
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex')
}
