import { type FileHandle, mkdir, open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '../../contracts/page.ts'
import { TolvaError } from '../../errors/tolva-error.ts'
import { isErrno } from '../../storage/errno.ts'
import { writeAll, writeAllNow } from '../../storage/write-all.ts'
import { type DoneHead, encodeEntry, type PageHead, type StartHead } from './log-entry.ts'
import { contentOf, pageFrom, positionText } from './page-content.ts'
import { type FoundEntry, readBody, scanFile } from './scan-file.ts'

/** Where a part of a stream stands: so many of its pages, the last of which had this position. */
export interface PartPlace {
  readonly pages: number
  readonly position?: unknown
  /** State of the resource's own there, typed JSON; absent: none. */
  readonly state?: string | undefined
}

export interface LoggedPage {
  readonly page: Page<unknown>
  /** The resource's own state behind the page, typed JSON; undefined: none. */
  readonly state: string | undefined
}

/** The logged pages of one stream: an independent resource, or all parts of one that depends on it. */
export interface StreamLog {
  /** Pages of a part behind a place, as far as they follow on from it without a gap. */
  replay(part: string, from: PartPlace): AsyncIterable<LoggedPage>
  /** Whether the part is known to have no page behind so many. */
  isDone(part: string, pages: number): boolean
  /** Adds a page that was fetched behind a place. Once something could not be written, nothing is any more. */
  append(part: string, from: PartPlace, page: LoggedPage): Promise<void>
  /** Notes that a part is at its end; written some time before the log is closed. */
  finish(part: string, pages: number): void
  /** Begins a new file, and deletes those of which nothing is needed any more. */
  rotate(isNeeded: (part: string, n: number) => boolean): Promise<void>
  close(): Promise<void>
  /** Deletes everything. */
  discard(): Promise<void>
}

export interface Room {
  bytes: number
}

export interface StreamLogOptions {
  /** Absolute; made when the first page comes. */
  readonly folder: string
  /** Begins the names of the stream's files. */
  readonly name: string
  readonly start: Omit<StartHead, 'kind'>
  /** Bytes that all streams of a source may still take. */
  readonly room: Room
  /** Called once where pages can no longer be logged. */
  readonly onOff: (why: string) => void
}

/** Handing so few bytes to another thread takes longer than writing them. */
const SMALL_BYTES = 32 * 1024

/** What lies in a file. */
interface FileContent {
  /** Last page of each part. */
  readonly last: Map<string, number>
  bytes: number
}

/** Pages that no run may use any more are deleted when the log is opened. */
export async function openStreamLog(options: StreamLogOptions): Promise<StreamLog> {
  const { folder, name, start, room, onOff } = options
  const files = await filesOf(folder, name)
  const parts = new Map<string, FoundEntry[]>()
  /** Parts that were replayed to their end: the number of their pages. */
  const ended = new Map<string, number>()
  const contents = new Map<string, FileContent>()
  let sequence = 0
  for (const file of files) {
    sequence = Math.max(sequence, Number(file.slice(name.length + 1, -SUFFIX.length)) + 1)
    const path = join(folder, file)
    const found = await scanFile(path)
    if (found.start?.key !== start.key || found.start.stream !== start.stream) {
      await rm(path, { force: true })
      continue
    }
    const last = new Map<string, number>()
    room.bytes -= found.size
    for (const entry of found.entries) {
      const { part, n } = entry.head
      const known = parts.get(part)
      if (known === undefined) parts.set(part, [entry])
      else known.push(entry)
      last.set(part, n)
    }
    contents.set(path, { last, bytes: found.size })
  }
  let out: { readonly file: FileHandle; readonly content: FileContent } | undefined
  let off = false
  let waiting: { readonly head: PageHead | DoneHead; readonly chunks: readonly Uint8Array[] }[] = []
  let last = Promise.resolve()

  /** What is there of a part, whatever else follows, from a number on. */
  const behind = (part: string, n: number) => (parts.get(part) ?? []).filter(({ head }) => head.n >= n)

  /** What comes while something is written is written together, when that is done. */
  function write(head: PageHead | DoneHead, body?: Uint8Array): Promise<void> {
    waiting.push({ head, chunks: encodeEntry(head, body) })
    if (waiting.length === 1) last = last.then(writeWaiting)
    return last
  }

  async function writeWaiting(): Promise<void> {
    const entries = waiting
    waiting = []
    if (off) return
    try {
      out ??= await begin()
      const { file, content } = out
      const chunks = entries.flatMap((entry) => entry.chunks)
      const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
      if (bytes > room.bytes) return turnOff(new Error('the page log has no room for more'))
      room.bytes -= bytes
      content.bytes += bytes
      if (bytes <= SMALL_BYTES) writeAllNow(file, chunks)
      else await writeAll(file, chunks)
      for (const { head } of entries) content.last.set(head.part, head.n)
    } catch (error) {
      turnOff(error)
    }
  }

  async function begin() {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const path = join(folder, `${name}.${sequence}${SUFFIX}`)
    sequence++
    const file = await open(path, 'ax', 0o600)
    const content = { last: new Map<string, number>(), bytes: 0 }
    contents.set(path, content)
    await writeAll(file, encodeEntry({ kind: 'start', ...start }))
    return { file, content }
  }

  function turnOff(error: unknown): void {
    if (off) return
    off = true
    onOff(error instanceof Error ? error.message : String(error))
  }

  async function close(): Promise<void> {
    await last
    const open = out
    out = undefined
    await open?.file.close()
  }

  return {
    async *replay(part, from) {
      let { pages } = from
      let at = placeText(from)
      let isDone = false
      for (const entry of behind(part, pages)) {
        const { head } = entry
        isDone = head.kind === 'done' && head.n === pages
        if (head.kind === 'done' || head.n !== pages || head.at !== at) break
        const body = await readBody(entry)
        if (body === undefined) break
        const page = pageFrom(head, body)
        yield { page, state: head.state }
        pages++
        at = placeText({ position: page.position, state: head.state })
      }
      // What does not follow on from here is of no use: it would be taken for what comes next.
      parts.delete(part)
      if (isDone) ended.set(part, pages)
    },
    isDone: (part, pages) => ended.get(part) === pages,
    async append(part, from, { page, state }) {
      if (off) return
      try {
        const { body, ...content } = contentOf(page)
        const place = { part, n: from.pages, at: placeText(from), position: positionText(page.position) }
        await write({ ...content, ...place, ...(state !== undefined && { state }) }, body)
      } catch (error) {
        if (!(error instanceof TolvaError)) throw error
        turnOff(error)
      }
    },
    finish: (part, pages) => void write({ kind: 'done', part, n: pages }),
    async rotate(isNeeded) {
      await close()
      for (const [path, { last, bytes }] of contents) {
        if ([...last].some(([part, n]) => isNeeded(part, n))) continue
        contents.delete(path)
        room.bytes += bytes
        await rm(path, { force: true })
      }
      // What comes now follows on what is sealed.
      if (contents.size === 0) off = false
    },
    close,
    async discard() {
      await close()
      for (const [path, { bytes }] of contents) {
        room.bytes += bytes
        await rm(path, { force: true })
      }
      contents.clear()
      parts.clear()
    },
  }
}

const SUFFIX = '.log'

function placeText({ position, state = '' }: Omit<PartPlace, 'pages'>): string {
  return `${positionText(position)}${state}`
}

/** A stream's files, the oldest first. */
async function filesOf(folder: string, name: string): Promise<readonly string[]> {
  try {
    const files = await readdir(folder)
    const own = files.filter((file) => file.startsWith(`${name}.`) && /^\d+\.log$/.test(file.slice(name.length + 1)))
    return own.sort((a, b) => Number(a.slice(name.length + 1, -4)) - Number(b.slice(name.length + 1, -4)))
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return []
    throw error
  }
}
