import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ChatbotSandbox, startChatbotSandbox } from '../../src/testing/index.ts'
import { seededRandom } from '../../src/testing/sandbox/random.ts'
import type { StopSignal } from './kill.ts'
import { type LoadJob, TOKEN } from './load-job.ts'
import { runChild } from './run-child.ts'

/** A long extraction that is killed again and again. */
export interface LongRun {
  /** `cursor`: users, page by page. `parents`: stories, and a request for each of them. */
  readonly shape: 'cursor' | 'parents'
  readonly pages: number
  readonly kills: number
  readonly seed: number
  readonly signal: StopSignal
  readonly pageLog: boolean
  readonly checkpointPages?: number
}

export interface PagesAgain {
  /** Answers that the sandbox sent whole. */
  readonly fetched: number
  /** Of these: answers that an earlier start had got. */
  readonly again: number
  /** The most that a start fetched again. */
  readonly mostAtOnce: number
  readonly kills: number
  /** Pages that were never fetched. */
  readonly missing: number
}

const USERS_A_PAGE = 40
/** Pages that are under way at once. */
const IN_FLIGHT = 1

/** How many pages a start may fetch again: those that were in flight, and without a page log those of a segment. */
export function mostPagesAgain({ shape, pageLog, checkpointPages = 0 }: LongRun): number {
  if (pageLog) return IN_FLIGHT
  // The list of stories is a page, too, but none with a position.
  return IN_FLIGHT + checkpointPages + (shape === 'parents' ? 1 : 0)
}

/**
 * Kills it at requests spread over its length, and counts by the sandbox's own record what was fetched again.
 *
 * @throws Error where a start fails.
 */
export async function pagesAgain(run: LongRun): Promise<PagesAgain> {
  const folder = await mkdtemp(join(tmpdir(), 'tolva-pages-'))
  const size =
    run.shape === 'cursor' ? { users: run.pages * USERS_A_PAGE, stories: 0 } : { users: 0, stories: run.pages }
  const sandbox = await startChatbotSandbox({ ...size, token: TOKEN, seed: run.seed })
  try {
    return await measure(run, sandbox, {
      folder,
      database: { duckdb: join(folder, 'crash.duckdb') },
      api: sandbox.url,
      disposition: 'merge',
      asValues: false,
      select: run.shape === 'cursor' ? ['users'] : ['welcome_interaction'],
      pageLog: run.pageLog,
      // Absent means the product's default, which such a short run never comes to.
      ...(run.checkpointPages !== undefined && { checkpointPages: run.checkpointPages }),
    })
  } finally {
    await sandbox.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function measure(run: LongRun, sandbox: ChatbotSandbox, job: LoadJob): Promise<PagesAgain> {
  const random = seededRandom(run.seed)
  const seen = new Set<string>()
  const again: number[] = []
  let fetched = 0
  let kills = 0
  for (let start = 0; ; start += 1) {
    const from = sandbox.requests.length
    // In each part of what is left, at any request of it.
    const part = run.pages / (run.kills + 1)
    const kill =
      start < run.kills ? { atRequest: 1 + Math.floor(part * (0.5 + random())), signal: run.signal } : undefined
    const child = await runChild(job, kill, { requests: () => sandbox.requests.length, limitMs: 600_000 })
    if (child.end === 'failed' || child.end === 'stuck') throw new Error(`a start ${child.end}: ${child.said}`)
    const whole = sandbox.requests.slice(from).filter(({ completed, status }) => completed && status === 200)
    fetched += whole.length
    again.push(whole.filter(({ url }) => seen.has(url)).length)
    for (const { url } of whole) seen.add(url)
    if (child.end === 'done') break
    kills += 1
  }
  const wanted = run.shape === 'cursor' ? run.pages : run.pages + 1
  return { fetched, again: sum(again), mostAtOnce: Math.max(...again), kills, missing: Math.max(0, wanted - seen.size) }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
