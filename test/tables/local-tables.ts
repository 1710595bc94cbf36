import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StagedJob } from '../../src/contracts/destination.ts'
import { selectSnapshot } from '../../src/destinations/filesystem/table-formats/select-snapshot.ts'
import type {
  ChainChange,
  SnapshotOptions,
  TableFormat,
  TablePlace,
  TableSnapshot,
} from '../../src/destinations/filesystem/table-formats/table-format.ts'
import type { DuckDbConnection } from '../../src/duckdb/connection.ts'
import { connectScratch } from '../../src/duckdb/scratch.ts'
import { silentLogger } from '../../src/log/logger.ts'
import type { Column, Table } from '../../src/schema/stored.ts'
import { localStorage } from '../../src/storage/local.ts'

/** Tables of one format in a temporary folder, with DuckDB to make job files and to read what became of them. */
export interface LocalTables extends AsyncDisposable {
  /** Of the dataset `ds`. */
  readonly folder: string
  readonly place: TablePlace
  readonly duckdb: DuckDbConnection
  /** A job file of what a select gives. */
  job(table: string, select: string): Promise<StagedJob>
  /** Brings one table's rows in; the load id is a new one unless given. */
  load(change: LoadedRows): Promise<void>
  snapshot(table: string, options?: SnapshotOptions): Promise<TableSnapshot | undefined>
  /** Rows of a query in which `t` is the table. */
  rows(table: string, query: string, options?: SnapshotOptions): Promise<readonly (readonly unknown[])[]>
}

export interface LoadedRows extends Partial<Omit<ChainChange, 'tables' | 'jobs'>> {
  readonly tables: readonly Table[]
  /** Table → select of its rows. */
  readonly rows: Readonly<Record<string, string>>
}

const FIRST_LOAD = 1_795_657_370

export async function localTables(format: TableFormat, options: { readonly at?: string } = {}): Promise<LocalTables> {
  const top = options.at ?? (await mkdtemp(join(tmpdir(), 'tolva-tables-')))
  const scratch = join(top, 'scratch')
  await mkdir(scratch, { recursive: true })
  const root = join(top, 'lake')
  const storage = localStorage(root, { shared: true })
  const duckdb = await connectScratch(join(scratch, 'test'))
  const place: TablePlace = {
    bucket: { url: { scheme: 'file', path: root }, storage },
    folderOf: (table) => `ds/${table}/`,
    scratch,
    context: { signal: new AbortController().signal, logger: silentLogger, now: Date.now },
  }
  let jobs = 0
  let loads = 0

  async function job(table: string, select: string): Promise<StagedJob> {
    jobs += 1
    const path = join(scratch, `job-${jobs}.parquet`)
    const rows = await duckdb.execute(`COPY (${select}) TO '${path}' (FORMAT parquet)`)
    const columns = (await duckdb.rows(`DESCRIBE ${select}`)).map(([name]) => String(name))
    const id = String(jobs).padStart(10, '0')
    return { job: { id, table, format: 'parquet', file: path, columns, rows, bytes: 0, digest: '' }, location: path }
  }

  const snapshot = (table: string, asked?: SnapshotOptions) => format.snapshot(place, table, asked)

  return {
    folder: join(root, 'ds'),
    place,
    duckdb,
    job,
    snapshot,
    async load({ tables, rows, ...change }) {
      loads += 1
      const made = await Promise.all(Object.entries(rows).map(([table, select]) => job(table, select)))
      const loadId = `${FIRST_LOAD + loads}.123456`
      await format.commit(place, { mode: 'append', pipeline: 'shop', loadId, ...change, tables, jobs: made })
    },
    async rows(table, query, asked) {
      const found = await snapshot(table, asked)
      if (found === undefined) throw new Error(`there is no table ${table}`)
      return duckdb.rows(`WITH t AS (${selectSnapshot(found, storage.localPath)}) ${query}`)
    },
    async [Symbol.asyncDispose]() {
      await duckdb[Symbol.asyncDispose]()
      if (options.at === undefined) await rm(top, { recursive: true, force: true })
    },
  }
}

/** A table of these columns: data type, or more of a column. */
export function tableOf(
  name: string,
  columns: Readonly<Record<string, Column['data_type'] | Omit<Column, 'name'>>>,
  hints: Partial<Table> = {},
): Table {
  const entries = Object.entries(columns).map(([column, type]): [string, Column] => [
    column,
    { name: column, ...(typeof type === 'object' ? type : type && { data_type: type }) },
  ])
  return { name, write_disposition: 'append', ...hints, columns: new Map(entries) }
}
