import type { Transformer } from '../../contracts/resource.ts'
import type { FileItem } from './file-item.ts'
import { goodLines } from './good-lines.ts'
import { type LinePlace, linesOf } from './jsonl-pages.ts'
import type { JsonlOptions } from './options.ts'
import { readFiles } from './read-files.ts'

const PAGE_BYTES = 8 * 1024 * 1024

/** Rows of files with a JSON value a line, also packed (`.gz`, `.zst`). */
export function readJsonl(options: JsonlOptions = {}): Transformer<string, FileItem> {
  const { pageBytes = PAGE_BYTES, onBadLine = 'raise' } = options
  return readFiles('read_jsonl', {
    key: '1',
    async *read({ file, local, from }, { setAside, signal }) {
      const name = file.file_url
      for await (const { bytes, line, next } of linesOf(local.path, { size: pageBytes, from: placeOf(from), name })) {
        signal.throwIfAborted()
        const rows = onBadLine === 'raise' ? bytes : goodLines(bytes, () => setAside?.('line that is no JSON'))
        yield { bytes: rows, format: 'jsonl', from: { file: name, line }, position: next }
      }
    },
  })
}

function placeOf(from: unknown): LinePlace | undefined {
  if (typeof from !== 'object' || from === null || !('offset' in from) || !('line' in from)) return undefined
  return { offset: Number(from.offset), line: Number(from.line) }
}
