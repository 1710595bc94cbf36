import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createConfigReader } from '../../src/config/resolve.ts'
import type { Destination, Loader } from '../../src/contracts/destination.ts'
import { type PostgresOptions, postgres } from '../../src/destinations/postgres/index.ts'
import { silentLogger } from '../../src/log/logger.ts'
import { useDatabase } from '../postgres/use-database.ts'

const db = useDatabase()
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-session-'))
  await mkdir(join(folder, '.dlt'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function connect(destination: Destination | undefined): Promise<Loader> {
  const context = { signal: new AbortController().signal, logger: silentLogger, now: Date.now, emit: () => {} }
  if (destination === undefined) throw new Error('nothing is configured')
  return destination.connect({ pipeline: 'p', dataset: 'd', localDir: folder }, { ...context, projectDir: folder })
}

async function rowOf(options: PostgresOptions, sql: string): Promise<readonly unknown[]> {
  await using loader = await connect(postgres(options))
  for await (const [row] of await loader.stream(sql)) return row ?? []
  return []
}

/** Fields below `[destination.postgres.credentials]`, as dlt takes them. */
async function configured(more: string): Promise<Loader> {
  const url = new URL(db().url)
  const fields = [
    `host = "${url.hostname}"\nport = ${url.port}\ndatabase = "${url.pathname.slice(1)}"`,
    `username = "${url.username}"\npassword = "${url.password}"`,
  ]
  const text = `[destination.postgres.credentials]\n${fields.join('\n')}\n${more}\n`
  await writeFile(join(folder, '.dlt', 'secrets.toml'), text)
  return connect(await postgres().configure?.(createConfigReader({ projectDir: folder, env: {} })))
}

const MOMENTS = `SELECT timestamptz '2024-07-01T00:30:00Z', timestamptz '1893-03-31T23:30:00Z',
  CAST(timestamptz '2024-06-30T23:30:00Z' AS date), CAST(timestamp '2024-07-01T02:00:00' AS timestamptz)`

describe('a session with PostgreSQL', () => {
  test('is in UTC unless told otherwise', async () => {
    expect(await rowOf({ credentials: db().url }, MOMENTS)).toEqual([
      '2024-07-01T00:30:00.000000Z',
      '1893-03-31T23:30:00.000000Z',
      '2024-06-30',
      '2024-07-01T02:00:00.000000Z',
    ])
  })

  test('cuts days in its own zone, while moments leave in UTC', async () => {
    await using loader = await configured('session_timezone = "Europe/Berlin"')
    const rows: unknown[] = []
    for await (const chunk of await loader.stream(MOMENTS)) rows.push(...chunk)
    expect(rows).toEqual([
      ['2024-07-01T00:30:00.000000Z', '1893-03-31T23:30:00.000000Z', '2024-07-01', '2024-07-01T00:00:00.000000Z'],
    ])
  })

  test('takes a zone and settings that stand in the options of a connection string', async () => {
    const options = encodeURIComponent('-c work_mem=7MB -ctimezone=Asia/Kolkata')
    const credentials = `${db().url}?options=${options}&application_name=shop`
    const sql = `SELECT current_setting('work_mem'), current_setting('TimeZone'), current_setting('application_name')`
    expect(await rowOf({ credentials }, sql)).toEqual(['7MB', 'Asia/Kolkata', 'shop'])
  })

  test('gives statements the time that is asked for, and says how to raise it', async () => {
    const asked = rowOf({ credentials: db().url, statementTimeout: 0.2 }, 'SELECT pg_sleep(60)')
    await expect(asked).rejects.toMatchObject({
      code: 'statement_cancelled',
      hint: expect.stringContaining('or statementTimeout of the destination (statement_timeout in its configuration)'),
    })
    expect(() => postgres({ statementTimeout: -1 })).toThrow(expect.objectContaining({ code: 'bad_statement_timeout' }))
  })
})
