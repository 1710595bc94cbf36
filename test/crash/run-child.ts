import { spawn } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Kill, StopSignal } from './kill.ts'
import { STOPPED } from './load-job.ts'
import { type ServerVictim, watchVictim } from './server-victim.ts'
import { endOther, type StepOrders } from './steps/step-counter.ts'

/** What became of a process. */
export interface ChildRun {
  /** `stuck`: it had not ended when its time was up. */
  readonly end: 'done' | 'killed' | 'stopped' | 'failed' | 'stuck'
  /** true: the server was killed meanwhile. The load ended then by itself, in one way (`done`) or the other (`killed`). */
  readonly serverKilled: boolean
  readonly ms: number
  /** How often it came to each step; none is known where it was killed from outside. */
  readonly steps: Readonly<Record<string, number>>
  /** The end of what it wrote. */
  readonly said: string
}

const CHILD = join(import.meta.dirname, 'child.ts')
const PRELOAD = join(import.meta.dirname, 'steps', 'preload.ts')
const CACHE = join(import.meta.dirname, '..', '..', '.cache', 'crash-code')
const SAID = 2000
/** How long a server stays away: shorter and longer than a load tries again. */
const DOWN_MS = [0, 300, 2_000, 8_000]

export interface RunChildOptions {
  /** Requests that the sandbox has had. */
  readonly requests: () => number
  /** After so long it counts as stuck. Default three minutes. */
  readonly limitMs?: number
  /** What is run; by default a load of the sandbox. */
  readonly program?: string
  /** What is ended in place of the process. */
  readonly victim?: ServerVictim | undefined
  /** true: requests to a bucket are steps, too. */
  readonly bucket?: boolean
}

/** Runs a load in a process of its own, and ends it as asked. */
export async function runChild(
  job: { readonly folder: string },
  kill: Kill | undefined,
  options: RunChildOptions,
): Promise<ChildRun> {
  const started = performance.now()
  const list = join(job.folder, 'steps.json')
  await rm(list, { force: true })
  const ended = `${list}.ended`
  const { victim, bucket = false } = options
  const orders: StepOrders = {
    root: job.folder,
    list,
    bucket,
    ...(kill !== undefined && 'name' in kill && { kill }),
    ...(victim && { victim: { pid: victim.pid(), signal: victim.signal, ended } }),
  }
  const watched = victim && watchVictim(victim, { ended, downMs: DOWN_MS[Math.floor(started % DOWN_MS.length)] ?? 0 })
  const child = spawn(process.execPath, ['--import', PRELOAD, options.program ?? CHILD], {
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: CACHE,
      CRASH_JOB: JSON.stringify(job),
      CRASH_STEPS: JSON.stringify(orders),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said = (said + String(chunk)).slice(-SAID)
    })
  }
  let late = false
  const limit = setTimeout(() => {
    late = true
    child.kill('SIGKILL')
  }, options.limitMs ?? 180_000)
  const forget = giveOrder(kill, options.requests, (signal) => {
    if (victim === undefined) child.kill(signal)
    else endOther({ pid: victim.pid(), signal: victim.signal, ended })
  })
  const { code, signal } = await new Promise<{ readonly code: number | null; readonly signal: string | null }>(
    (resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code, signal) => resolve({ code, signal }))
    },
  )
  clearTimeout(limit)
  forget()
  const wasEnded = (await watched?.over()) === true
  return {
    end: late ? 'stuck' : wasEnded && code === 1 ? 'killed' : endOf(code, signal, kill),
    serverKilled: wasEnded,
    ms: performance.now() - started,
    steps: stepsIn(await readFile(list, 'utf8').catch(() => '{}')),
    said,
  }
}

/** A process that was killed from outside while it wrote them down leaves half of it. */
function stepsIn(text: string): ChildRun['steps'] {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

/** Sends the signal when its time has come. Returns how to forget it. */
function giveOrder(kill: Kill | undefined, requests: () => number, send: (signal: StopSignal) => void): () => void {
  if (kill === undefined || 'name' in kill) return () => {}
  if ('after' in kill) {
    const timer = setTimeout(() => send(kill.signal), kill.after)
    return () => clearTimeout(timer)
  }
  const before = requests()
  const poll = setInterval(() => {
    if (requests() - before < kill.atRequest) return
    clearInterval(poll)
    send(kill.signal)
  }, 1)
  return () => clearInterval(poll)
}

function endOf(code: number | null, signal: string | null, kill: Kill | undefined): ChildRun['end'] {
  if (code === 0) return 'done'
  // One that was asked to stop before it could listen ends by the signal.
  if (signal === 'SIGTERM' && kill !== undefined && 'signal' in kill && kill.signal === 'SIGTERM') return 'killed'
  if (code === STOPPED) return 'stopped'
  return signal === 'SIGKILL' && kill !== undefined ? 'killed' : 'failed'
}
