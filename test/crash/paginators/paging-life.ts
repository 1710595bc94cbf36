import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { seededRandom } from '../../../src/testing/sandbox/random.ts'
import { startModelServer } from '../../paging/model-server.ts'
import { endpointOf, type Kind, type World } from '../../paging/world.ts'
import type { FaultFound } from '../fault-found.ts'
import type { Kill } from '../kill.ts'
import { killText } from '../kill.ts'
import { DATASET } from '../load-job.ts'
import { type ChildRun, runChild } from '../run-child.ts'
import type { PagingJob } from './paging-job.ts'

/** Paginators that have a position, by the shape of API that is read with them. */
export const PAGINATORS = {
  cursor: 'cursor',
  offset: 'offset',
  page_number: 'page_number',
  json_link: 'json_link',
  header_link: 'header_link',
  header_cursor: 'header_cursor',
  auto: 'auto_json_link',
} as const satisfies Record<string, Kind>

export type PaginatorName = keyof typeof PAGINATORS

export interface PagingCampaign {
  readonly paginator: PaginatorName
  /** Pages that are asked for side by side. */
  readonly concurrency: number
  /** Loads are begun until so many processes were killed. */
  readonly kills: number
  readonly seed: number
}

export interface PagingTotals {
  readonly kills: number
  readonly loads: number
  readonly requests: number
  readonly faults: readonly FaultFound[]
}

const ROWS = 150
const PAGE_SIZE = 5
const MOST_KILLS = 4
const DELAY_MS = 2
const PROGRAM = join(import.meta.dirname, 'paging-child.ts')

/** Loads an API again and again, each time killed up to four times at any point, and compares what came with what is there. */
export async function pagingCampaign(campaign: PagingCampaign): Promise<PagingTotals> {
  const random = seededRandom(campaign.seed)
  const server = await startModelServer({ delayMs: DELAY_MS })
  const faults: FaultFound[] = []
  let steps: ChildRun['steps'] = {}
  let [kills, loads, requests] = [0, 0, 0]
  try {
    while (kills < campaign.kills && faults.length === 0) {
      const planned = Math.min(1 + Math.floor(random() * MOST_KILLS), campaign.kills - kills)
      const { baseUrl, served } = server.serve(worldOf(campaign, random))
      const folder = await mkdtemp(join(tmpdir(), 'tolva-crash-paging-'))
      const job: PagingJob = {
        folder,
        file: join(folder, 'crash.duckdb'),
        baseUrl,
        endpoint: endpointOf(served.world),
        checkpointPages: 2 + Math.floor(random() * 10),
        pageLog: random() < 0.5,
      }
      try {
        const told: string[] = []
        for (let start = 0; start < planned + 3; start += 1) {
          const kill = start < planned ? chooseKill(steps, random) : undefined
          const run = await runChild(job, kill, { requests: () => served.requests, program: PROGRAM })
          told.push(`${kill === undefined ? 'to its end' : killText(kill)}: ${run.end}`)
          steps = { ...steps, ...run.steps }
          if (run.end === 'killed') kills += 1
          const isOver = run.end === 'done'
          const bad = run.end === 'failed' || run.end === 'stuck' ? run.said.trim() : undefined
          if (bad !== undefined) faults.push({ kind: 'failed', count: 1, what: bad })
          else faults.push(...(await compare(job.file, isOver)))
          if (faults.length > 0)
            faults.push({ kind: 'failed', count: 0, what: `${told.join('; ')}; ${JSON.stringify(job)}` })
          if (isOver || faults.length > 0) break
        }
        loads += 1
        requests += served.requests
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    }
  } finally {
    await server.close()
  }
  return { kills, loads, requests, faults }
}

/** Some requests fail on the way. */
function worldOf({ paginator, concurrency }: PagingCampaign, random: () => number): World {
  const kinds = ['status 429', 'status 500', 'drop', 'cut'] as const
  return {
    kind: PAGINATORS[paginator],
    rows: ROWS,
    pageSize: PAGE_SIZE,
    base: 1,
    showsTotal: true,
    showsMore: false,
    stop: 'own',
    place: 'param',
    empties: paginator === 'cursor' || paginator === 'json_link' ? [PAGE_SIZE * 3] : [],
    inserts: [],
    faults: kinds.map((kind) => ({ kind, atRequest: Math.floor(random() * 40) })),
    broken: undefined,
    concurrency,
    stops: [],
  }
}

/** At a step that was seen before, at a request, or at any time. */
function chooseKill(steps: ChildRun['steps'], random: () => number): Kill {
  const names = Object.keys(steps)
  const name = names[Math.floor(random() * names.length)]
  const chance = random()
  if (name !== undefined && chance < 0.5) {
    const nth = 1 + Math.floor(random() * (steps[name] ?? 1))
    return { name, nth, ...(chance < 0.15 && { power: true }) }
  }
  if (chance < 0.9) return { atRequest: 1 + Math.floor((random() * ROWS) / PAGE_SIZE), signal: 'SIGKILL' }
  return { after: 300 + Math.floor(random() * 1000), signal: 'SIGKILL' }
}

/** No row is ever there twice, and all are when it is over. */
async function compare(file: string, isOver: boolean): Promise<readonly FaultFound[]> {
  const counts = await countIds(file)
  const doubled = [...counts].filter(([, count]) => count > 1).map(([id]) => id)
  const lost = isOver ? Array.from({ length: ROWS }, (_, id) => id).filter((id) => !counts.has(id)) : []
  const unknown = [...counts.keys()].filter((id) => id < 0 || id >= ROWS)
  return [...fault('lost', lost), ...fault('doubled', doubled), ...fault('wrong', unknown)]
}

const fault = (kind: FaultFound['kind'], ids: readonly number[]): readonly FaultFound[] =>
  ids.length === 0 ? [] : [{ kind, count: ids.length, what: ids.slice(0, 20).join(' ') }]

async function countIds(file: string): Promise<ReadonlyMap<number, number>> {
  if (!existsSync(file)) return new Map()
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' })
  const connection = await instance.connect()
  try {
    const there = await connection.runAndReadAll(
      `SELECT 1 FROM information_schema.tables WHERE table_schema = '${DATASET}' AND table_name = 'items'`,
    )
    if (there.currentRowCount === 0) return new Map()
    const found = await connection.runAndReadAll(`SELECT id, count(*) FROM ${DATASET}.items GROUP BY id`)
    return new Map(found.getRows().map(([id, count]) => [Number(id), Number(count)]))
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
