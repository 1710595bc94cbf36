import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ChatbotSandbox, type Fault, startChatbotSandbox } from '../../src/testing/index.ts'
import type { ChatbotData } from '../../src/testing/sandbox/chatbot-data.ts'
import { seededRandom } from '../../src/testing/sandbox/random.ts'
import { compareMeanwhile, compareWithTruth } from './compare-with-truth.ts'
import { type Database, newDatabase } from './database.ts'
import type { FaultFound } from './fault-found.ts'
import type { Kill } from './kill.ts'
import { leftBehind } from './left-behind.ts'
import { type LoadJob, TOKEN } from './load-job.ts'
import { type ChildRun, runChild } from './run-child.ts'
import type { Scenario } from './scenario.ts'
import { NOTHING, truthOf } from './truth.ts'

/** The life of a pipeline: loads of an account that changes between them, each of them killed as often as is said here. */
export interface LifePlan {
  readonly scenario: Scenario
  readonly users: number
  readonly seed: number
  /** For each load, one after the other: the kills of its first start, its second one… */
  readonly kills: readonly (readonly Kill[])[]
}

/** A start of a load and what became of it. */
export interface Start extends ChildRun {
  readonly load: number
  readonly kill: Kill | undefined
  /** Those before it in the same load. */
  readonly before: readonly Kill[]
}

export interface LifeReport {
  readonly plan: LifePlan
  readonly starts: readonly Start[]
  readonly pages: number
  readonly pagesAgain: number
  readonly faults: readonly FaultFound[]
}

/** A load that was not killed any more may be started so often. */
const STARTS_LEFT = 3
/** Into so many a load is cut where it is. */
const SEGMENTS = 4

/** Users a page: small accounts have several pages, too. */
export function pageSizeFor(users: number): number {
  return Math.max(5, Math.min(40, Math.floor(users / 20)))
}

/** Plays it, and compares after each load what is there with what must be. @param server URL of a PostgreSQL. */
export async function playLife(plan: LifePlan, server: string | undefined): Promise<LifeReport> {
  const folder = await mkdtemp(join(tmpdir(), 'tolva-crash-'))
  const sandbox = await startChatbotSandbox({
    users: plan.users,
    token: TOKEN,
    seed: plan.seed,
    faults: faultsOf(plan),
  })
  const database = await newDatabase(plan.scenario, { folder, server })
  const life: Life = { plan, folder, sandbox, database, starts: [], faults: [], rounds: [], pages: 0, pagesAgain: 0 }
  try {
    await playLoads(life)
    // Not the sandbox and all the data that it had.
    const { starts, pages, pagesAgain, faults } = life
    return { plan, starts, pages, pagesAgain, faults }
  } finally {
    await database.drop()
    await sandbox.close()
    await rm(folder, { recursive: true, force: true })
  }
}

interface Life {
  readonly plan: LifePlan
  readonly folder: string
  readonly sandbox: ChatbotSandbox
  readonly database: Database
  readonly starts: Start[]
  readonly faults: FaultFound[]
  readonly rounds: ChatbotData[]
  pages: number
  pagesAgain: number
}

async function playLoads(life: Life): Promise<void> {
  const { plan, sandbox } = life
  for (const [load, kills] of plan.kills.entries()) {
    if (load > 0) sandbox.change(changed(sandbox.data.size, load))
    life.rounds.push(sandbox.data)
    const asked = sandbox.requests.length
    const done = await playLoad(life, load, kills)
    countPages(life, asked)
    if (!done) return
    life.faults.push(...(await compareWithTruth(life.database, truthOf(life.rounds, plan.scenario))))
    life.faults.push(...(await leftBehind(life.folder)))
    if (life.faults.length > 0) return
  }
}

/** More of everything, and some of what there was is different. */
function changed({ users, stories }: ChatbotData['size'], revision: number): ChatbotData['size'] {
  return { users: users + Math.ceil(users / 20), stories: stories + 1, revision }
}

async function playLoad(life: Life, load: number, kills: readonly Kill[]): Promise<boolean> {
  const { scenario } = life.plan
  const { folder, database, sandbox } = life
  const pageSize = pageSizeFor(life.plan.users)
  const checkpointPages = Math.max(2, Math.ceil(life.plan.users / pageSize / SEGMENTS))
  const job: LoadJob = {
    folder,
    database: database.of,
    api: sandbox.url,
    disposition: scenario.disposition,
    asValues: scenario.asValues,
    pageLog: scenario.pageLog,
    stateStore: scenario.stateStore,
    refresh: scenario.refresh,
    pageSize,
    ...(scenario.segments && { checkpointPages }),
  }
  for (let start = 0; start < kills.length + STARTS_LEFT; start += 1) {
    const kill = kills[start]
    const run = await runChild(job, kill, {
      requests: () => sandbox.requests.length,
      victim: scenario.victim === 'server' ? database.victim : undefined,
      bucket: scenario.destination === 's3',
    })
    life.starts.push({ ...run, load, kill, before: kills.slice(0, start) })
    if (run.end === 'done' && (start >= kills.length - 1 || run.serverKilled)) return true
    if (run.end === 'killed' || run.end === 'stopped') {
      if (kill?.wipe === true) await rm(join(folder, 'data'), { recursive: true, force: true })
      life.faults.push(...(await compareMeanwhile(database, meanwhile(life))))
      if (life.faults.length > 0) return false
    }
    if (run.end === 'failed' || run.end === 'stuck') {
      life.faults.push({ kind: run.end, count: 1, what: `a start ${run.end}: ${run.said.trim()}` })
      return false
    }
  }
  life.faults.push({ kind: 'stuck', count: 1, what: `load ${load + 1} did not come to an end` })
  return false
}

function meanwhile({ rounds, plan: { scenario } }: Life): Parameters<typeof compareMeanwhile>[1] {
  const before = rounds.length < 2 ? NOTHING : truthOf(rounds.slice(0, -1), scenario)
  return { before, now: truthOf(rounds, scenario), isWhole: !scenario.segments }
}

/** What was asked for again, told by the sandbox's own record. */
function countPages(life: Life, from: number): void {
  const pages = life.sandbox.requests.slice(from).filter(({ status, completed }) => status === 200 && completed)
  life.pages += pages.length
  life.pagesAgain += pages.length - new Set(pages.map(({ url }) => url)).size
}

/** About one answer of fifty goes wrong, never so many in a row that a load may give up. */
function faultsOf({ seed }: LifePlan): readonly Fault[] {
  const random = seededRandom(seed + 1)
  const kinds: readonly ((at: number) => Fault)[] = [
    (at) => ({ at, kind: 'rate-limit', retryAfter: '0' }),
    (at) => ({ at, kind: 'rate-limit' }),
    (at) => ({ at, kind: 'server-error', status: 503 }),
    (at) => ({ at, kind: 'server-error' }),
    (at) => ({ at, kind: 'drop' }),
    (at) => ({ at, kind: 'slow', ms: 20 }),
  ]
  const faults: Fault[] = []
  for (let at = 2; at < 20_000; at += 3 + Math.floor(random() * 94)) {
    const kind = kinds[Math.floor(random() * kinds.length)]
    if (kind !== undefined) faults.push(kind(at))
  }
  return faults
}
