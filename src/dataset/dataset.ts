import type { SealedOptions } from '../contracts/destination.ts'
import type { Row } from '../contracts/page.ts'
import type { SqlParser } from '../duckdb/connect-parser.ts'
import { ConfigError } from '../errors/tolva-error.ts'
import { boundedLoader } from './bounded-loader.ts'
import { briefHold } from './brief-hold.ts'
import { datasetTables, type Schemas } from './dataset-schema.ts'
import type { QueryLanguage } from './guard/guard-query.ts'
import type { LimitedGrid } from './limited-grid.ts'
import { type QueryDialect, standardDialect } from './query-dialect.ts'
import { fullLimits, type ReadLimits } from './read-limits.ts'
import { createRelation, type ReadingLoader, type Relation } from './relation.ts'
import { type GuardOptions, guardReadOnly } from './sql-guard.ts'

/** A finished load as `_dlt_loads` has it. */
export interface LoadRow {
  readonly loadId: string
  readonly schemaName: string | null
  /** 0: complete. */
  readonly status: number
  readonly insertedAt: string
  readonly schemaVersionHash: string | null
}

/** Of a dataset whose tables nobody declared: any name, any columns. */
export type AnyTables = Readonly<Record<string, Row>>

/**
 * Reads what a pipeline has loaded. Nothing is opened before the first read.
 *
 * `Tables` are the types of its rows by table, as `tolva types` writes them.
 */
export interface Dataset<Tables = AnyTables> {
  readonly name: string
  readonly destinationName: string
  /** A table by its name at the destination; nested ones too: `table('users__tags')`. */
  table<Name extends keyof Tables & string>(name: Name): Relation<Tables[Name]>
  table(name: string): Relation
  /** Table names, system tables left out by default. */
  tables(options?: { readonly systemTables?: boolean }): Promise<readonly string[]>
  /**
   * One reading SQL statement; `$1`, `$2` stand for the parameters.
   * @throws ConfigError code `sql_not_read_only`.
   */
  sql(text: string, params?: readonly unknown[]): Relation
  /**
   * One reading SQL statement of somebody else, within limits. It sees the tables of this dataset and nothing else.
   * @throws ConfigError code `sql_not_read_only`, `sql_outside_dataset`, `sql_function_refused`, `sql_too_large`,
   *   `sql_not_supported`, `bad_sql`; DestinationError code `query_timeout`, `duckdb_file_held`.
   */
  read(sql: string, limits?: ReadLimits): Promise<LimitedGrid>
  /** The same statement, judged as `read` does and not yet run: for `export` and `limited`. */
  judged(sql: string): Promise<Relation>
  /** Whose SQL it is read with; undefined: `read` and `judged` refuse. Nothing is opened for it. */
  language(): Promise<QueryLanguage | undefined>
  /** Rows per existing table. */
  rowCounts(options?: { readonly systemTables?: boolean }): Promise<Readonly<Record<string, number>>>
  /** Finished loads, the newest first. */
  loads(): Promise<readonly LoadRow[]>
  /**
   * The same dataset for who must not wait: each reading opens the database as `limited` does, so that a file in use is an error
   * at once, and a statement that takes too long, or for which the signal says that nobody waits, is interrupted.
   */
  within(limits?: Pick<ReadLimits, 'seconds' | 'waitSeconds' | 'signal'>): Dataset<Tables>
  /**
   * Keeps the database open until it is disposed, at most five seconds: many short statements are quicker where not each opens it
   * for itself. Who loads into a DuckDB file waits meanwhile.
   */
  hold(): Promise<AsyncDisposable>
}

export interface DatasetParts {
  readonly name: string
  readonly destinationName: string
  /** Opens a reading connection that looks plain table names up in this dataset; called once a query, disposed after it. */
  connect(options?: { readonly sealed: SealedOptions }): Promise<ReadingLoader>
  /** The dataset's schemas by name; asked once a query. */
  schemas(): Promise<Schemas>
  /** Whose SQL it is read with; undefined: `read` refuses. Default: undefined. */
  queries?(): Promise<QueryLanguage | undefined>
  /** Standard SQL by default. */
  readonly dialect?: QueryDialect
  readonly guard?: GuardOptions
}

const TABLES_AT_ONCE = 500

/** Creates the reading side of a pipeline's dataset. That the tables are as they are declared is the caller's word. */
export function createDataset<Tables = AnyTables>(parts: DatasetParts): Dataset<Tables>
export function createDataset(parts: DatasetParts): Dataset {
  const { name, destinationName, dialect = standardDialect, guard } = parts
  const context = { dataset: name, dialect, connect: parts.connect, schemas: parts.schemas }
  let parser: Promise<SqlParser> | undefined
  const relation = (from: { table: string } | { sql: string; params: readonly unknown[] }) =>
    createRelation({ from, columns: [], conditions: [], order: [], limit: undefined, offset: 0 }, context)

  async function existing(tables: readonly string[]) {
    await using loader = await parts.connect()
    const columns = await loader.columns(tables)
    return tables.filter((table) => columns.has(table))
  }

  async function judged(text: string): Promise<Relation> {
    // Files are no business of the tokens here: the tree knows what is a table.
    guardReadOnly(text, { files: true })
    const language = await parts.queries?.()
    if (language === undefined) throw notJudged(destinationName)
    // Its lists of functions are long, and few who import the library judge statements of others.
    const { guardQuery } = await import('./guard/guard-query.ts')
    parser ??= import('../duckdb/connect-parser.ts').then(({ connectParser }) => connectParser())
    const tables = datasetTables(await parts.schemas(), { systemTables: true })
    await guardQuery(text, { parser: await parser, language, dataset: name, tables })
    return relation({ sql: text, params: [] })
  }

  return {
    name,
    destinationName,
    table: (table: string) => relation({ table }),
    tables: async (options) => datasetTables(await parts.schemas(), options),
    sql(text, params = []) {
      guardReadOnly(text, guard)
      return relation({ sql: text, params })
    },
    read: async (text, limits) => (await judged(text)).limited(limits),
    judged,
    language: async () => parts.queries?.(),
    async rowCounts(options) {
      const tables = await existing(datasetTables(await parts.schemas(), options))
      if (tables.length === 0) return {}
      const selects = tables.map(
        (table) => `SELECT ${dialect.literal(table)} AS t, COUNT(*) AS n FROM ${dialect.quote(table)}`,
      )
      const counts = new Map<string, number>()
      // What DuckDB's catalog estimates counts deleted rows. Engines bound how deep a statement may be.
      for (let at = 0; at < selects.length; at += TABLES_AT_ONCE) {
        const sql = selects.slice(at, at + TABLES_AT_ONCE).join(' UNION ALL ')
        for (const [table, count] of (await relation({ sql, params: [] }).grid()).rows) {
          counts.set(String(table), Number(count))
        }
      }
      return Object.fromEntries(tables.map((table) => [table, counts.get(table) ?? 0]))
    },
    async loads() {
      const { rows } = await relation({ table: '_dlt_loads' })
        .select('load_id', 'schema_name', 'status', 'inserted_at', 'schema_version_hash')
        .orderBy('load_id', 'desc')
        .grid()
      return rows.map(([loadId, schemaName, status, insertedAt, schemaVersionHash]) => ({
        loadId: String(loadId),
        schemaName: textOrNull(schemaName),
        status: Number(status),
        insertedAt: String(insertedAt),
        schemaVersionHash: textOrNull(schemaVersionHash),
      }))
    },
    hold: async () => briefHold(await parts.connect()),
    within(limits) {
      const { seconds, waitSeconds, signal } = fullLimits(limits)
      const sealed = { waitMs: waitSeconds * 1_000, statementMs: seconds * 1_000 }
      const connect: DatasetParts['connect'] = async (options) => {
        signal?.throwIfAborted()
        // Who brings options has limits of its own.
        if (options !== undefined) return parts.connect(options)
        return boundedLoader(await parts.connect({ sealed }), { seconds, signal })
      }
      return createDataset({ ...parts, connect })
    },
  }
}

function notJudged(destination: string): ConfigError {
  return new ConfigError(`statements of others cannot be judged for the destination ${destination}`, {
    code: 'sql_not_supported',
    hint: 'Read it with table(), or with sql() where the statement is your own.',
  })
}

function textOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value)
}
