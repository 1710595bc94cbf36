import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { DuckDBInstance } from '@duckdb/node-api'
import pg from 'pg'
import { ownServer } from '../postgres/own-server.ts'
import type { LoadJob } from './load-job.ts'
import type { Scenario } from './scenario.ts'
import type { ServerVictim } from './server-victim.ts'

/** A value as text, or null. */
export type Cells = Readonly<Record<string, string | null>>

export type Query = (sql: string) => Promise<readonly Cells[]>

/** A destination as its own driver sees it, without tolva. */
export interface Database {
  readonly of: LoadJob['database']
  /** Lets queries see one and the same moment. Where there is no database yet there is nothing to be seen. */
  read<T>(work: (query: Query) => Promise<T>): Promise<T>
  /** The same for a moment at which a load is not done, where what is there is not all that is committed. Absent: as `read`. */
  readMeanwhile?<T>(work: (query: Query) => Promise<T>): Promise<T>
  /** Its server, which nobody else uses; absent: there is none, or others use it. */
  readonly victim?: ServerVictim
  drop(): Promise<void>
}

/** An empty database. @param server URL of a PostgreSQL on which databases can be made. */
export async function newDatabase(
  scenario: Scenario,
  { folder, server }: { folder: string; server: string | undefined },
): Promise<Database> {
  if (scenario.destination === 'duckdb') return duckDb(`${folder}/crash.duckdb`)
  if (scenario.destination === 's3') return (await import('./bucket-database.ts')).bucketDatabase()
  if (scenario.victim === 'server') return killablePostgres()
  if (server === undefined) throw new Error('there is no PostgreSQL')
  return postgres(server)
}

function duckDb(file: string): Database {
  return {
    of: { duckdb: file },
    async read(work) {
      if (!existsSync(file)) return work(async () => [])
      const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' })
      const connection = await instance.connect()
      try {
        return await work(async (sql) => (await connection.runAndReadAll(sql)).getRowObjects().map(textCells))
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
  await withClient(server, (client) => client.query(`CREATE DATABASE ${name}`))
  const url = server.replace(/[^/]*$/, name)
  return {
    of: { postgres: url },
    read: (work) =>
      withClient(url, async (client) => {
        await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
        return work(async (sql) => (await client.query<Record<string, unknown>>(sql)).rows.map(textCells))
      }),
    drop: async () => {
      await withClient(server, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`))
    },
  }
}

/** A server that nobody else uses. */
async function killablePostgres(): Promise<Database> {
  const server = await ownServer()
  if (server === undefined) throw new Error('there is no PostgreSQL')
  const database = await postgres(server.url)
  return {
    ...database,
    victim: {
      signal: 'SIGQUIT',
      pid: server.pid,
      async restart() {
        await server.stop('immediate')
        await server.start()
      },
    },
    async drop() {
      await server[Symbol.asyncDispose]()
    },
  }
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Values as their texts. */
export function textCells(row: Readonly<Record<string, unknown>>): Cells {
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, value === null ? null : String(value)]))
}
