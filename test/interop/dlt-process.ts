import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/** The real dlt in a Python process that answers one request after the other. */
export interface DltProcess extends AsyncDisposable {
  /** `op` names one of the operations in `dlt_worker.py`. Rejects with dlt's traceback. */
  ask(request: { readonly op: string; readonly [argument: string]: unknown }): Promise<unknown>
}

const line = z.union([z.object({ answer: z.unknown() }), z.object({ failed: z.string() })])

/** Starts it; `folder` is where dlt keeps what is its own. */
export function startDlt(python: string, folder: string): DltProcess {
  const script = fileURLToPath(new URL('dlt_worker.py', import.meta.url))
  const child = spawn(python, [script], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      ...process.env,
      DLT_DATA_DIR: folder,
      RUNTIME__DLTHUB_TELEMETRY: 'false',
      RUNTIME__LOG_LEVEL: 'CRITICAL',
    },
  })
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString('utf8')).slice(-3000)
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  let last: Promise<unknown> = Promise.resolve()

  async function exchange(request: object): Promise<unknown> {
    child.stdin.write(`${JSON.stringify(request)}\n`)
    const { value, done } = await lines.next()
    if (done) throw new Error(`dlt ended: ${stderr}`)
    const read = line.parse(JSON.parse(value))
    if ('failed' in read) throw new Error(`dlt failed: ${read.failed}`)
    return read.answer
  }

  return {
    ask(request) {
      last = last.then(
        () => exchange(request),
        () => exchange(request),
      )
      return last
    },
    [Symbol.asyncDispose]: () => end(child, ended),
  }
}

function end(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.stdin?.end()
  return ended
}
