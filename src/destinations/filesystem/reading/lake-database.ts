import type { RowStream } from '../../../contracts/destination.ts'
import type { SqlParam } from '../../../contracts/sql-connection.ts'
import { type BucketReader, bucketReader } from '../../../duckdb/bucket-reader.ts'
import type { DuckDbConnection } from '../../../duckdb/connection.ts'
import { connectScratch } from '../../../duckdb/scratch.ts'
import { sealing } from '../../../duckdb/seal.ts'
import type { Schema } from '../../../schema/stored.ts'
import { duckDbDialect } from '../../duckdb/dialect.ts'
import { fileGone } from '../file-gone.ts'
import { newestSchemas, schemaFiles } from '../schemas.ts'
import type { LakeSession } from '../session.ts'
import { atOneMoment } from './snapshot.ts'
import { findSource, selectSource, type TableSource } from './table-source.ts'

/** A database in memory whose tables are views of the dataset's files, made as statements name them. */
export interface LakeDatabase extends AsyncDisposable {
  /** Rows of the database with the tables that the statement names. */
  rows(sql: string): Promise<readonly (readonly unknown[])[]>
  stream(sql: string, params: readonly SqlParam[], signal?: AbortSignal): Promise<RowStream>
}

const { quote } = duckDbDialect
const ATTEMPTS = 3

/**
 * Opens the database; nothing is read yet. A sealed one takes one statement, which reaches the files of the tables it names and
 * nothing else.
 */
export async function openLakeDatabase(
  session: LakeSession,
  { sealed = false }: { readonly sealed?: boolean } = {},
): Promise<LakeDatabase> {
  const { dataset, bucket, context } = session
  const connection = await connectScratch(await session.scratch(), { dataset })
  const named: string[] = []
  const bucketFiles = await bucketReader(connection, bucket, { logger: context.logger, signal: context.signal })
  const reader: BucketReader = {
    ...bucketFiles,
    async namesOf(keys) {
      const names = await bucketFiles.namesOf(keys)
      named.push(...names)
      return names
    },
  }
  // A dataset may be called like a catalog of DuckDB's own.
  const schema = `memory.${quote(dataset)}`
  await connection.execute(`CREATE SCHEMA IF NOT EXISTS ${schema}`)
  const made = new Set<string>()

  async function makeViews(sql: string): Promise<void> {
    const sources = await atOneMoment(session, async (snapshot) => {
      const schemas = await newestSchemas(session, await schemaFiles(session, snapshot))
      const wanted = tablesIn(sql, schemas).filter((table) => !made.has(table))
      return Promise.all(wanted.map((table) => findSource(session, snapshot, { table, schemas })))
    })
    for (const source of sources) await makeView(source)
  }

  async function makeView(source: TableSource): Promise<void> {
    const select = await selectSource({ session, connection, reader }, source)
    await connection.execute(`CREATE OR REPLACE VIEW ${schema}.${quote(source.table.name)} AS ${select}`)
    made.add(source.table.name)
  }

  async function prepare(sql: string): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await makeViews(sql)
      } catch (error) {
        const found = fileGone(error, dataset)
        // What a load took away between the list and the look is not in the next list.
        if (found === error || attempt === ATTEMPTS) throw found
      }
    }
  }

  return {
    async rows(sql) {
      await prepare(sql)
      return all(await streamOf(connection, sql, []))
    },
    async stream(sql, params, signal) {
      await prepare(sql)
      if (sealed) for (const statement of sealing(named)) await connection.execute(statement)
      return streamOf(connection, sql, params, signal)
    },
    async [Symbol.asyncDispose]() {
      await reader[Symbol.asyncDispose]()
      await connection[Symbol.asyncDispose]()
    },
  }

  async function streamOf(
    ...[of, ...query]: [DuckDbConnection, ...Parameters<LakeDatabase['stream']>]
  ): Promise<RowStream> {
    const rows = await of.stream(...query).catch((error: unknown) => {
      throw fileGone(error, dataset)
    })
    return { columns: rows.columns, [Symbol.asyncIterator]: () => chunks(rows) }
  }

  async function* chunks(rows: RowStream) {
    try {
      yield* rows
    } catch (error) {
      throw fileGone(error, dataset)
    }
  }
}

async function all(rows: RowStream): Promise<readonly (readonly unknown[])[]> {
  const found: (readonly unknown[])[] = []
  for await (const chunk of rows) found.push(...chunk)
  return found
}

/** Tables whose names stand somewhere in a statement: more than it reads at worst. */
function tablesIn(sql: string, schemas: readonly Schema[]): readonly string[] {
  const text = sql.toLowerCase()
  const names = new Set(schemas.flatMap(({ tables }) => [...tables.keys()]))
  return [...names].filter((name) => text.includes(name.toLowerCase().replaceAll('"', '""')))
}
