import { type ChildProcess, fork } from 'node:child_process'
import { basename, dirname, resolve } from 'node:path'
import { ownProgram } from '../../config/own-package.ts'
import { redactText } from '../../log/redact.ts'
import { cellTitle } from './cell-title.ts'
import { mailbox } from './mailbox.ts'
import type { ReportTask } from './process-message.ts'
import type { ReportEvent } from './report-event.ts'

export interface RunReportOptions {
  /** Ends the run; nothing comes after that. */
  readonly signal?: AbortSignal
  /** How long a cell may take. Default 60,000; reading the file may take half a minute in any case. */
  readonly timeoutMs?: number
  /** Where working folders are; the library's default where absent. */
  readonly dataDir?: string
  /** Hears which files of the project the report is made of. */
  readonly onFiles?: (files: readonly string[]) => void
}

const TIMEOUT_MS = 60_000
const READING_MS = 30_000
/** Of what a process that broke down has said last. */
const LAST_WORDS = 2000

/** Runs a report in a process of its own and gives what its cells give, one after the other. Never throws. */
export async function* runReport(file: string, options: RunReportOptions = {}): AsyncGenerator<ReportEvent> {
  const started = performance.now()
  let from = 0
  for (;;) {
    const end = yield* runFrom({ file: resolve(file), from, ...dataDirOf(options) }, options)
    if (end === undefined) return
    from = end.next
    if (from < end.cells) continue
    yield { event: 'end', data: { ms: Math.round(performance.now() - started) } }
    return
  }
}

function dataDirOf({ dataDir }: RunReportOptions): Pick<ReportTask, 'dataDir'> {
  return dataDir === undefined ? {} : { dataDir }
}

/** Runs the cells from one on. A cell that hangs is killed with its process; then says with which to go on. */
async function* runFrom(
  task: ReportTask,
  options: RunReportOptions,
): AsyncGenerator<ReportEvent, { readonly next: number; readonly cells: number } | undefined> {
  const { signal, timeoutMs = TIMEOUT_MS, onFiles } = options
  if (signal?.aborted) return undefined
  const child = startProcess(task)
  const stop = () => child.kill('SIGKILL')
  signal?.addEventListener('abort', stop)
  const lastWords = wordsOf(child)
  const mail = mailbox(child)
  let cells: readonly string[] | undefined
  let next = task.from
  let begun = performance.now()
  try {
    for (;;) {
      const patience = cells === undefined ? Math.max(timeoutMs, READING_MS) : timeoutMs
      const got = await mail.next(patience)
      if (signal?.aborted) return undefined
      if (got === 'gone' || got === 'late') {
        const name = cells?.[next]
        if (cells === undefined || name === undefined) {
          yield { event: 'failed', data: broken(task.file, got === 'late' ? patience : undefined, lastWords()) }
          return undefined
        }
        const output = got === 'late' ? timedOut(name, timeoutMs) : crashed(name, lastWords())
        const ms = Math.round(performance.now() - begun)
        yield { event: 'cell', data: { name, title: cellTitle(name), ms, output } }
        return { next: next + 1, cells: cells.length }
      }
      const { message } = got
      if (message.event === 'files') {
        onFiles?.(message.data)
        continue
      }
      if (message.event === 'begin') cells = message.data.cells
      if (message.event === 'cell') next += 1
      begun = performance.now()
      if (message.event === 'end') return { next: cells?.length ?? 0, cells: cells?.length ?? 0 }
      // Who reads has been told of the beginning already.
      if (message.event !== 'begin' || task.from === 0) yield message
      if (message.event === 'failed') return undefined
    }
  } finally {
    signal?.removeEventListener('abort', stop)
    stop()
  }
}

function startProcess(task: ReportTask): ChildProcess {
  return fork(ownProgram('explore/report/report-process'), [JSON.stringify(task)], {
    cwd: dirname(task.file),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
}

/** What the process writes past its cells, for when it breaks down. */
function wordsOf(child: ChildProcess): () => string {
  let words = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(-LAST_WORDS)
    })
  }
  return () => redactText(words.trim())
}

function timedOut(name: string, timeoutMs: number) {
  return {
    kind: 'error',
    code: 'cell_timed_out',
    message: `${name} took longer than ${timeoutMs / 1000} s and was stopped`,
    hint: 'Aggregate in SQL and read less, or look for a loop that does not end.',
  } as const
}

function crashed(name: string, words: string) {
  return {
    kind: 'error',
    code: 'report_crashed',
    message: `the process ended while ${name} ran`,
    hint: 'A cell must not call process.exit; does it need more memory than there is?',
    ...(words !== '' && { stack: words }),
  } as const
}

function broken(file: string, timeoutMs: number | undefined, words: string) {
  const name = basename(file)
  return timeoutMs === undefined
    ? {
        code: 'report_crashed',
        message: `the process that runs ${name} ended before a cell ran${words === '' ? '' : `: ${words}`}`,
        hint: `Run it by itself to see why: node ${name}`,
      }
    : {
        code: 'report_timed_out',
        message: `${name} could not be read within ${timeoutMs / 1000} s`,
        hint: 'What takes long belongs into cells, not at the top of the file.',
      }
}
