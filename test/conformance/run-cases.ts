import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { CaseFile, CaseKind } from './case-files.ts'
import type { PageForm } from './core/case-source.ts'
import type { CaseOutcome } from './core/run-core-case.ts'

export interface CaseResult extends CaseOutcome {
  readonly name: string
  readonly group: string
  readonly milliseconds: number
}

export interface RunCases {
  readonly kind: CaseKind
  readonly form: PageForm
  /** Milliseconds that one case may take. */
  readonly timeout: number
}

const outcome = z.object({ differences: z.array(z.string()), deviation: z.string().optional() })

/** Runs cases in a child process; one that crashes or hangs fails alone, and the rest go on in a new process. */
export async function* runCases(files: readonly CaseFile[], options: RunCases): AsyncGenerator<CaseResult> {
  let worker: ChildProcess | undefined
  try {
    for (const { name, group, path } of files) {
      worker ??= fork(fileURLToPath(new URL('case-worker.ts', import.meta.url)), {
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      })
      const started = performance.now()
      const result = await ask(worker, { kind: options.kind, path, form: options.form }, options.timeout)
      if (result.dead) worker = undefined
      yield { name, group, ...result.outcome, milliseconds: performance.now() - started }
    }
  } finally {
    worker?.kill()
  }
}

function ask(worker: ChildProcess, request: object, timeout: number): Promise<{ outcome: CaseOutcome; dead: boolean }> {
  return new Promise((resolve) => {
    let stderr = ''
    const onError = (chunk: Buffer) => {
      stderr = (stderr + chunk.toString('utf8')).slice(-2000)
    }
    const settle = (result: CaseOutcome, dead: boolean) => {
      clearTimeout(timer)
      worker.off('message', onMessage).off('exit', onExit).stderr?.off('data', onError)
      if (dead) worker.kill('SIGKILL')
      resolve({ outcome: result, dead })
    }
    const onMessage = (message: unknown) => settle(outcome.parse(message), false)
    const onExit = (code: number | null, signal: string | null) =>
      settle({ differences: [`crash: the process ended (${signal ?? code}): ${stderr.trim()}`] }, true)
    const timer = setTimeout(() => settle({ differences: [`timeout: no result after ${timeout} ms`] }, true), timeout)
    worker.on('message', onMessage).on('exit', onExit)
    worker.stderr?.on('data', onError)
    worker.send(request)
  })
}
