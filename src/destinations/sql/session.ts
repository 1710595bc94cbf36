import type { Capabilities, ReplaceStrategy } from '../../capabilities/capabilities.ts'
import type { PhysicalColumn, StagedJob } from '../../contracts/destination.ts'
import type { SqlConnection } from '../../contracts/sql-connection.ts'
import type { Table } from '../../schema/stored.ts'
import { SYSTEM_TABLES } from '../../schema/system-tables.ts'
import type { SqlDialect } from '../../sql/dialect.ts'
import { qualifiedName } from '../../sql/qualified-name.ts'

/** Where rows of job files go. */
export interface RowTarget {
  /** The table as SQL: the target itself or a temporary table with its columns. */
  readonly name: string
  readonly table: Table
  /** As they are at the destination. */
  readonly columns: readonly PhysicalColumn[]
}

/** Everything that loading into one dataset of a SQL engine needs. */
export interface SessionParts {
  readonly connection: SqlConnection
  readonly dialect: SqlDialect
  readonly capabilities: Capabilities
  readonly dataset: string
  /** How a table is replaced; each way is part of the transaction. Default `truncate-and-insert`. */
  readonly replaceStrategy?: ReplaceStrategy | undefined
  /** Adds the rows of job files of one table and returns how many came. */
  insertJobs(into: RowTarget, jobs: readonly StagedJob[]): Promise<number>
  /** Brings the rows of job files of one table into temporary tables of their own, where they have its types as the schema says. */
  readonly copyAside?: (table: Table, jobs: readonly StagedJob[]) => Promise<readonly StagedJob[]>
  /** The width of a column whose longest text has that many bytes. Absent: columns take texts of any length. */
  readonly textWidth?: (bytes: number) => number
  /** Whether such tables outlast a transaction. Absent: they do. */
  readonly keepsAside?: () => Promise<boolean>
  /** How long others are waited for that use a table. Default 300,000. */
  readonly lockWaitMs?: number | undefined
  /** Job files of one table as a select of all its columns, where the engine reads them in any statement; else they are copied. */
  readonly selectJobs?: (from: RowTarget, jobs: readonly StagedJob[]) => string
}

/** An open connection that knows which dataset it works on. */
export interface DatasetSession extends SessionParts {
  readonly replaceStrategy: ReplaceStrategy
  readonly lockWaitMs: number
  /** The dataset with its catalog, quoted. */
  readonly schemaName: string
  /** A table's full name, quoted. */
  target(table: string): string
  /** ISO text of now, UTC. */
  now(): string
}

/** @param names.catalog Stands before the dataset in all names, where the dataset alone would be ambiguous. */
export function datasetSession(
  parts: SessionParts,
  names: { readonly catalog?: string; readonly now: () => number },
): DatasetSession {
  const above = names.catalog === undefined ? [parts.dataset] : [names.catalog, parts.dataset]
  return {
    ...parts,
    replaceStrategy: parts.replaceStrategy ?? 'truncate-and-insert',
    lockWaitMs: parts.lockWaitMs ?? 300_000,
    schemaName: qualifiedName(parts.dialect, ...above),
    target: (table) => qualifiedName(parts.dialect, ...above, table),
    now: () => new Date(names.now()).toISOString(),
  }
}

/** Keeps others that ask for the same name waiting until the transaction ends, where the engine does not find conflicts by itself. */
export async function lock(session: DatasetSession, name: string): Promise<void> {
  const { connection, dialect } = session
  if (dialect.lock) await connection.execute(dialect.lock(name))
  else if (dialect.lockTable) await connection.execute(dialect.lockTable(session.target(SYSTEM_TABLES.loads)))
}
