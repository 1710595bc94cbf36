import type { Page } from '../../contracts/page.ts'
import type { Hints, ResourceContext, Transformer } from '../../contracts/resource.ts'
import { rowsOf } from '../../extract/rows-of.ts'
import type { FileItem } from './file-item.ts'
import { type LocalFile, openFile } from './open-file.ts'

/** A file that is read, and where in it to begin. */
export interface OpenedFile {
  readonly file: FileItem
  readonly local: LocalFile
  /** Position of a page of this file that is in; undefined: none is. */
  readonly from: unknown
}

/** Pages of one file; the position of each is told beside it, where it is not the file's end. */
export type ReadFile = (opened: OpenedFile, context: ResourceContext) => AsyncIterable<Page>

/** A transformer that reads the files it is given, one after the other, and goes on in the one at which a run stopped. */
export function readFiles(
  name: string,
  { read, hints = {}, key }: { readonly read: ReadFile; readonly hints?: Hints; readonly key: string },
): Transformer<string, FileItem> {
  return {
    kind: 'transformer',
    name,
    hints: { pageLog: false, ...hints },
    resumeKey: `${name} ${key}`,
    async *transform(page, context) {
      const resumed = isPosition(context.resumeFrom) ? context.resumeFrom : undefined
      const files = rowsOf(page)
      const at = files.findIndex(({ file_url: url }) => url === resumed?.file)
      for (const file of at === -1 ? files : files.slice(at)) {
        const from = file.file_url === resumed?.file ? resumed.at : undefined
        if (from === END) continue
        yield* pagesOf(read, { file, from }, context)
      }
    },
  }
}

const END = 'end'

/** Which file, and where in it. */
interface Position {
  readonly file: string
  readonly at: unknown
}

/** One page is held back: only behind the last one it is known that the file is at its end. */
async function* pagesOf(
  read: ReadFile,
  { file, from }: Omit<OpenedFile, 'local'>,
  context: ResourceContext,
): AsyncIterable<Page> {
  await using local = await openFile(file, context.signal)
  const placed = (page: Page, at: unknown): Page => ({ ...page, position: { file: file.file_url, at } })
  let held: Page | undefined
  for await (const page of read({ file, local, from }, context)) {
    if (held !== undefined) yield placed(held, held.position)
    held = page
  }
  if (held !== undefined) yield placed(held, END)
}

function isPosition(position: unknown): position is Position {
  return typeof position === 'object' && position !== null && 'file' in position && 'at' in position
}
