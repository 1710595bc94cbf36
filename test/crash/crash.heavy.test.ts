import { expect, inject, test } from 'vitest'
import { clusterUrl } from '../postgres/cluster.ts'
import { NO_POSTGRES } from '../postgres/database.ts'
import { campaign } from './campaign.ts'
import { type Scenario, scenarios } from './scenario.ts'

const SEED = 20_260

const PLACES: readonly Pick<Scenario, 'destination' | 'victim'>[] = [
  { destination: 'duckdb', victim: 'process' },
  { destination: 'postgres', victim: 'process' },
  { destination: 'postgres', victim: 'server' },
  { destination: 's3', victim: 'process' },
  { destination: 's3', victim: 'server' },
]

test.for(PLACES)(
  'a load into $destination of which the $victim is killed at any step loses no row, doubles none, and leaves nothing behind',
  { timeout: 600_000 },
  async ({ destination, victim }, { skip }) => {
    const needsServer = destination === 'postgres' && victim === 'process'
    const server = needsServer ? await serverUrl() : undefined
    if (needsServer && server === undefined) return skip(NO_POSTGRES)
    const totals = await campaign({
      // One of each disposition; npm run crash has more.
      scenarios: scenarios({ destination, victim }).slice(0, 3),
      kills: 6,
      users: 200,
      seed: SEED,
      server,
      parallel: 2,
    })
    expect(totals.faults).toEqual([])
    expect(totals.kills).toBeGreaterThanOrEqual(6)
    expect(totals.restarts + totals.serversKilled).toBeGreaterThanOrEqual(6)
  },
)

/** Undefined where there is no PostgreSQL of 15 or newer and none can be installed. */
async function serverUrl(): Promise<string | undefined> {
  return clusterUrl(inject('postgresFolder'), process.ppid).catch((error: unknown) => {
    if (error instanceof Error && error.message.endsWith(NO_POSTGRES)) return undefined
    throw error
  })
}
