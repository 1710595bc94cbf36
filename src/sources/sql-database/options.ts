import type { Secret } from '../../config/secret.ts'
import type { Hints } from '../../contracts/resource.ts'
import type { SqlCredentials } from './credentials.ts'
import type { ReflectedTable, ReflectionLevel } from './reflected.ts'

/** What is known of a query when it is changed. */
export interface QueryContext {
  readonly table: ReflectedTable
  /** Where the cursor starts and ends, as texts and numbers; undefined: there is none. */
  readonly startValue: unknown
  readonly endValue: unknown
}

/** How one table is read. Hints win over what the database says. */
export interface TableOptions extends Hints {
  /** Only these columns. Absent: all. */
  readonly includedColumns?: readonly string[]
  /** All columns but these. */
  readonly excludedColumns?: readonly string[]
  /** The statement that is run instead of the SELECT that is made for the table, or a function that changes that one. */
  readonly query?: string | ((select: string, context: QueryContext) => string)
  /** Rows a page. */
  readonly chunkSize?: number
  /** false: rows are read in no order, and a run that stopped reads the table anew. Default true: tables with a primary key are read in its order. */
  readonly resumable?: boolean
}

/** What `sqlDatabase` is told; what is absent is looked up under `[sources.sql_database]`. */
export interface SqlDatabaseOptions<Tables extends string = string> {
  /** Of the source, its schema and its section in the configuration. Default `sql_database`. */
  readonly name?: string
  /** A connection string, or its parts. */
  readonly credentials?: string | Secret | SqlCredentials
  /** The database's schema whose tables are read. Default: that of the session. */
  readonly schema?: string
  /** Tables and views to read. Absent: all tables. */
  readonly tableNames?: readonly Tables[]
  /** How single tables are read. */
  readonly tables?: Readonly<Partial<Record<Tables, TableOptions>>>
  /** Rows a page. Default 50,000 where rows come as values, 245,760 where they come in columns. */
  readonly chunkSize?: number
  /** `minimal`: names, nullability and keys; `full` (default): data types too; `full_with_precision`: lengths and sizes too. */
  readonly reflectionLevel?: ReflectionLevel
  /** `sqlalchemy` (default): rows get `_dlt_id` and `_dlt_load_id`; `pyarrow`: they do not. */
  readonly backend?: Backend
  /** true: views are read beside tables where no names are given. Default false. */
  readonly includeViews?: boolean
}

/** dlt's names of how rows arrive. */
export type Backend = 'sqlalchemy' | 'pyarrow' | 'pandas' | 'connectorx'

/** What `sqlTable` is told. */
export type SqlTableOptions<Table extends string = string> = Omit<
  SqlDatabaseOptions,
  'tableNames' | 'tables' | 'includeViews'
> &
  TableOptions & { readonly table: Table }
