import { type FileHandle, open } from 'node:fs/promises'
import {
  type DoneHead,
  type EntryHead,
  FRAME_BYTES,
  type Frame,
  isWhole,
  type PageHead,
  readFrame,
  readHead,
  type StartHead,
} from './log-entry.ts'

/** An entry in its file; the content is read when it is wanted. */
export interface FoundEntry {
  readonly path: string
  readonly head: PageHead | DoneHead
  readonly headText: Uint8Array
  readonly frame: Frame
  /** Offset of the body. */
  readonly at: number
}

export interface ScannedFile {
  /** undefined: the file does not begin as a log does. */
  readonly start: StartHead | undefined
  readonly entries: readonly FoundEntry[]
  /** Bytes on disk. */
  readonly size: number
}

/** Largest head that is believed: anything beyond it is not an entry. */
const MAX_HEAD = 1 << 26

/** All entries that are there as a whole; what a killed process left behind them is passed over. */
export async function scanFile(path: string): Promise<ScannedFile> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const entries: FoundEntry[] = []
    let start: StartHead | undefined
    for (let at = 0; at + FRAME_BYTES <= size; ) {
      const frame = readFrame(await read(file, at, FRAME_BYTES))
      const body = at + FRAME_BYTES + frame.head
      const end = body + frame.body
      if (frame.head > MAX_HEAD || end > size) break
      const headText = await read(file, at + FRAME_BYTES, frame.head)
      const head: EntryHead | undefined = readHead(headText)
      if (head === undefined) break
      if (head.kind === 'start') start = head
      else entries.push({ path, head, headText, frame, at: body })
      at = end
    }
    return { start, entries, size }
  } finally {
    await file.close()
  }
}

/** The content of an entry; undefined where it is not what was written. */
export async function readBody({ path, frame, headText, at }: FoundEntry): Promise<Uint8Array | undefined> {
  const file = await open(path, 'r')
  try {
    const body = await read(file, at, frame.body)
    return body.length === frame.body && isWhole(frame, headText, body) ? body : undefined
  } finally {
    await file.close()
  }
}

async function read(file: FileHandle, at: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length)
  let done = 0
  while (done < length) {
    const { bytesRead } = await file.read(bytes, done, length - done, at + done)
    if (bytesRead === 0) break
    done += bytesRead
  }
  return bytes.subarray(0, done)
}
