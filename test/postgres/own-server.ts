import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { makeCluster, startServer } from './cluster.ts'

/** A server that a test may stop: `fast` ends sessions in order, `immediate` is as if its power went. */
export interface OwnServer extends AsyncDisposable {
  readonly url: string
  /** Of the process that runs now. */
  pid(): number
  stop(how: 'fast' | 'immediate'): Promise<void>
  start(): Promise<void>
  query(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>
}

/**
 * A running server; undefined where there is no PostgreSQL of 15 or newer and none can be installed.
 * @param setUp Is given the folder of its data before it starts.
 */
export async function ownServer(setUp?: (data: string) => Promise<void>): Promise<OwnServer | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'tolva-own-postgres-'))
  const port = await makeCluster(folder).catch((error: unknown) => {
    if (error instanceof Error && error.message.endsWith('no PostgreSQL')) return undefined
    throw error
  })
  if (port === undefined) return undefined
  await setUp?.(join(folder, 'data'))
  const owner = process.pid
  let server = await startServer(folder, { port, owner })
  const stop = async (how: 'fast' | 'immediate') => {
    try {
      process.kill(server.pid, how === 'fast' ? 'SIGINT' : 'SIGQUIT')
    } catch {
      // It is gone already.
    }
    while (existsSync(join(folder, 'data', 'postmaster.pid'))) await new Promise((next) => setTimeout(next, 25))
  }
  return {
    url: server.url,
    pid: () => server.pid,
    stop,
    async start() {
      server = await startServer(folder, { port, owner })
    },
    async query(sql) {
      const client = new pg.Client({ connectionString: server.url })
      await client.connect()
      try {
        return (await client.query(sql)).rows
      } finally {
        await client.end()
      }
    },
    async [Symbol.asyncDispose]() {
      await stop('immediate')
      await rm(folder, { recursive: true, force: true, maxRetries: 10 })
    },
  }
}
