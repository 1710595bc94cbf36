import type { Transformer } from '../../contracts/resource.ts'
import type { FileItem } from './file-item.ts'
import { readFiles } from './read-files.ts'
import { rowPages } from './row-pages.ts'

/** Rows of Parquet files; lists and structs become json. */
export function readParquet(): Transformer<string, FileItem> {
  return readFiles('read_parquet', {
    key: '1',
    async *read(opened, { needsRows }) {
      if (needsRows) yield* rowPages(opened, 'read_parquet(?)')
      else {
        const { local, file } = opened
        yield { file: local.path, format: 'parquet', addDltId: true, from: { file: file.file_url } }
      }
    },
  })
}
