import type { Incremental } from '../../contracts/incremental.ts'
import type { Page } from '../../contracts/page.ts'
import type { Resource, ResourceContext } from '../../contracts/resource.ts'
import { defineResource } from '../../extract/define-resource.ts'
import { parseBucketUrl } from '../../storage/bucket/bucket-url.ts'
import { openBucket } from '../../storage/bucket/open-bucket.ts'
import { type FileItem, PLACE } from './file-item.ts'
import { byAge, listFiles } from './list-files.ts'
import type { FilesystemOptions } from './options.ts'

/**
 * The files of a folder or bucket, a row each, the oldest first. With `incremental: { cursorPath: 'modification_date' }` only those
 * that are new or were changed since the last run. Pipe it into `readCsv()`, `readJsonl()` or `readParquet()` for what is in them.
 *
 * @example
 * const orders = filesystem({ bucketUrl: 's3://shop/exports', fileGlob: '**\/*.csv' }).pipe(readCsv()).named('orders')
 */
export function filesystem(options: FilesystemOptions): Resource<string, FileItem> {
  const {
    name = 'filesystem',
    bucketUrl,
    fileGlob = '*',
    credentials,
    filesPerPage = 100,
    extractContent,
    ...hints
  } = options
  const list = async () => listFiles(await openBucket(parseBucketUrl(bucketUrl, process.cwd()), credentials), fileGlob)
  return defineResource({
    name,
    // Files are there again at any time, so their list is not kept.
    hints: { primaryKey: 'file_url', pageLog: false, ...hints },
    resumeKey: `filesystem ${JSON.stringify([bucketUrl, fileGlob, filesPerPage])}`,
    async *open(context): AsyncIterable<Page<FileItem>> {
      const all = inOrder(await list(), context.hints?.incremental)
      if (all.length === 0) context.warn?.(`Resource ${name}: no file of ${bucketUrl} fits ${fileGlob}.`)
      const files = behind(all, context)
      for (let at = 0; at < files.length; at += filesPerPage) {
        const page = files.slice(at, at + filesPerPage)
        const rows = extractContent ? await Promise.all(page.map(withContent)) : page
        const last = page.at(-1)
        yield {
          rows,
          ...(last !== undefined && { position: [String(last.modification_date.micros), last.relative_path] }),
        }
      }
    },
  })
}

/** The files in the order that the incremental says they have; `listFiles` has brought the oldest first. */
function inOrder(files: readonly FileItem[], incremental: Incremental | undefined): readonly FileItem[] {
  const { rowOrder, cursorPath = '', lastValueFunc = 'max' } = incremental ?? {}
  if (!rowOrder) return files
  const grows = (rowOrder === 'asc') === (lastValueFunc !== 'min')
  const keyOf = (file: FileItem) =>
    cursorPath === 'size_in_bytes' ? file.size_in_bytes : String(Reflect.get(file, cursorPath))
  const compare =
    cursorPath === 'modification_date'
      ? byAge
      : (a: FileItem, b: FileItem) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0)
  return files.toSorted((a, b) => (grows ? compare(a, b) : compare(b, a)))
}

/** Files that come behind the one at which an earlier run stopped. */
function behind(files: readonly FileItem[], { resumeFrom }: ResourceContext): readonly FileItem[] {
  if (!Array.isArray(resumeFrom)) return files
  const [micros, path] = resumeFrom
  const at = files.findIndex((file) => file.relative_path === path && String(file.modification_date.micros) === micros)
  // It is gone, or was changed since: then it comes again, and so does what is younger than it was.
  if (at === -1) return files.filter(({ modification_date: date }) => date.micros >= BigInt(String(micros)))
  return files.slice(at + 1)
}

async function withContent(file: FileItem): Promise<FileItem> {
  const place = file[PLACE]
  const content = await place?.storage.get(place.key)
  return content === undefined ? file : { ...file, file_content: content }
}
