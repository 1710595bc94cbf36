import { type FileHandle, open } from 'node:fs/promises'

/** A csv file with whole rows. */
export interface CsvFile {
  /** Absolute. */
  readonly file: string
  readonly rows: number
  /** Bytes of the longest row. */
  readonly longest: number
}

/** When a file is full; and the path of the file with that number. */
export interface CsvCut {
  readonly rows: number
  readonly bytes: number
  readonly nameOf: (index: number) => string
}

const QUOTE = 34
const NEWLINE = 10

/** Cuts a stream of csv into files between rows: line feeds within quotes end none. */
export async function* cutCsv(chunks: AsyncIterable<Uint8Array>, cut: CsvCut): AsyncIterable<CsvFile> {
  const out = { handle: undefined as FileHandle | undefined, index: 0 }
  let [rows, longest, isQuoted] = [0, 0, false]
  // Offsets in the whole stream: of the chunk, of the row that is open, of the first row of the file.
  let [offset, rowBegin, fileBegin] = [0, 0, 0]
  const write = async (bytes: Uint8Array) => {
    if (bytes.length === 0) return
    out.handle ??= await open(cut.nameOf(out.index), 'wx', 0o600)
    await out.handle.writeFile(bytes)
  }
  const close = async (): Promise<CsvFile> => {
    await out.handle?.close()
    out.handle = undefined
    const done = { file: cut.nameOf(out.index++), rows, longest }
    ;[rows, longest, fileBegin] = [0, 0, rowBegin]
    return done
  }
  try {
    for await (const chunk of chunks) {
      let written = 0
      for (let at = 0; at < chunk.length; at++) {
        const byte = chunk[at]
        if (byte === QUOTE) isQuoted = !isQuoted
        if (byte !== NEWLINE || isQuoted) continue
        const end = offset + at + 1
        longest = Math.max(longest, end - rowBegin)
        rowBegin = end
        rows++
        if (rows < cut.rows && end - fileBegin < cut.bytes) continue
        await write(chunk.subarray(written, at + 1))
        written = at + 1
        yield await close()
      }
      await write(chunk.subarray(written))
      offset += chunk.length
    }
    if (rows > 0) yield await close()
  } finally {
    await out.handle?.close()
  }
}
