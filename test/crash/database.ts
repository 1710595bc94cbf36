import { randomBytes } from 'node:crypto'
import { DuckDBInstance } from '@duckdb/node-api'
import pg from 'pg'
import type { LoadJob } from './load-job.ts'
import type { Scenario } from './scenario.ts'

/** A value as text, or null. */
export type Cells = Readonly<Record<string, string | null>>

/** A destination as its own driver sees it, without tolva. */
export interface Database {
  readonly of: LoadJob['database']
  /** Runs a query whose columns are all text. */
  query(sql: string): Promise<readonly Cells[]>
  drop(): Promise<void>
}

/** An empty database. @param server URL of a PostgreSQL on which databases can be made. */
export async function newDatabase(
  scenario: Scenario,
  { folder, server }: { folder: string; server: string | undefined },
): Promise<Database> {
  if (scenario.destination === 'duckdb') return duckDb(`${folder}/crash.duckdb`)
  if (server === undefined) throw new Error('there is no PostgreSQL')
  return postgres(server)
}

function duckDb(file: string): Database {
  return {
    of: { duckdb: file },
    async query(sql) {
      const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' })
      const connection = await instance.connect()
      try {
        return (await connection.runAndReadAll(sql)).getRowObjects().map(asText)
      } finally {
        connection.closeSync()
        instance.closeSync()
      }
    },
    drop: async () => {},
  }
}

async function postgres(server: string): Promise<Database> {
  const name = `crash_${randomBytes(6).toString('hex')}`
  await inPostgres(server, `CREATE DATABASE ${name}`)
  const url = server.replace(/[^/]*$/, name)
  return {
    of: { postgres: url },
    query: (sql) => inPostgres(url, sql),
    drop: async () => {
      await inPostgres(server, `DROP DATABASE ${name} WITH (FORCE)`)
    },
  }
}

async function inPostgres(url: string, sql: string): Promise<readonly Cells[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows.map(asText)
  } finally {
    await client.end()
  }
}

function asText(row: Readonly<Record<string, unknown>>): Cells {
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, value === null ? null : String(value)]))
}
