import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { clusterUrl } from './cluster.ts'

/** The only reason for which a test that needs a PostgreSQL may be left out. */
export const NO_POSTGRES = 'no PostgreSQL'

/** An empty database of its own on a real server. */
export interface TestDatabase {
  /** `postgresql://user:password@127.0.0.1:port/name`. */
  readonly url: string
  /** Runs one statement and gives its rows, their values as text. */
  query(sql: string, params?: readonly unknown[]): Promise<readonly Readonly<Record<string, string | null>>[]>
  /** Closes the connection; the database goes with the cluster. */
  close(): Promise<void>
}

/** A fresh database; undefined where there is no PostgreSQL of 15 or newer and none can be installed. */
export async function testDatabase(): Promise<TestDatabase | undefined> {
  const server = await clusterUrl(inject('postgresFolder'), process.ppid).catch((error: unknown) => {
    if (error instanceof Error && error.message.endsWith(NO_POSTGRES)) return undefined
    throw error
  })
  if (server === undefined) return undefined
  const name = `test_${randomBytes(6).toString('hex')}`
  const admin = await open(server)
  await admin.query(`CREATE DATABASE ${name}`)
  await admin.end()
  const url = server.replace(/[^/]*$/, name)
  const client = await open(url)
  return {
    url,
    async query(sql, params = []) {
      return (await client.query({ text: sql, values: [...params], types: TEXT })).rows
    },
    close: () => client.end(),
  }
}

const TEXT = { getTypeParser: () => (value: string) => value }

async function open(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  // The cluster is stopped at the end of the run, whoever is still connected.
  client.on('error', () => undefined)
  await client.connect()
  return client
}
