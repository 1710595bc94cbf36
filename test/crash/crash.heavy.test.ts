import { expect, inject, test } from 'vitest'
import { clusterUrl } from '../postgres/cluster.ts'
import { NO_POSTGRES } from '../postgres/database.ts'
import { campaign } from './campaign.ts'
import { scenarios } from './scenario.ts'

const SEED = 20_260

test.for(['duckdb', 'postgres'])(
  'a load into %s that is killed at any step loses no row, doubles none, and leaves nothing behind',
  { timeout: 600_000 },
  async (destination, { skip }) => {
    const server = destination === 'duckdb' ? undefined : await serverUrl()
    if (destination === 'postgres' && server === undefined) return skip(NO_POSTGRES)
    const totals = await campaign({
      // One of each disposition; npm run crash has more.
      scenarios: scenarios({ destination, victim: 'process' }).slice(0, 3),
      kills: 6,
      users: 200,
      seed: SEED,
      server,
      parallel: 2,
    })
    expect(totals.faults).toEqual([])
    expect(totals.kills).toBeGreaterThanOrEqual(6)
    expect(totals.restarts).toBeGreaterThanOrEqual(6)
  },
)

/** Undefined where there is no PostgreSQL of 15 or newer and none can be installed. */
async function serverUrl(): Promise<string | undefined> {
  return clusterUrl(inject('postgresFolder'), process.ppid).catch((error: unknown) => {
    if (error instanceof Error && error.message.endsWith(NO_POSTGRES)) return undefined
    throw error
  })
}
