import type { Row } from '../../contracts/page.ts'
import type { Resource, Transformer } from '../../contracts/resource.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import type { FileItem } from './file-item.ts'
import { filesystem } from './filesystem.ts'
import type { FileFormatName, FilesOptions } from './options.ts'
import { readCsv } from './read-csv.ts'
import { readJsonl } from './read-jsonl.ts'
import { readParquet } from './read-parquet.ts'

/**
 * Rows of files in a folder or bucket, one file after the other, so that a run that stopped goes on where it was. `incremental` is
 * that of the list of files: `{ cursorPath: 'modification_date' }` reads files once.
 *
 * @example
 * await shopPipeline.run(files({ name: 'orders', bucketUrl: 's3://shop/exports', fileGlob: '**\/*.parquet' }))
 */
export function files(options: FilesOptions): Resource<string, Row> {
  const { format = formatOf(options), bucketUrl, fileGlob, credentials, incremental, ...rest } = options
  const { name = `read_${format}`, csv, onBadLine, pageBytes, ...hints } = rest
  const reading = { ...(csv !== undefined && { csv }), ...(onBadLine !== undefined && { onBadLine }) }
  const readers: Readonly<Record<FileFormatName, () => Transformer<string, FileItem>>> = {
    csv: () => readCsv(reading),
    jsonl: () =>
      readJsonl({ ...(onBadLine !== undefined && { onBadLine }), ...(pageBytes !== undefined && { pageBytes }) }),
    parquet: () => readParquet(),
  }
  return filesystem({
    name: `${name}_files`,
    bucketUrl,
    filesPerPage: 1,
    ...(fileGlob !== undefined && { fileGlob }),
    ...(credentials !== undefined && { credentials }),
    ...(incremental !== undefined && { incremental }),
  })
    .select(false)
    .pipe(readers[format]())
    .named(name)
    .with(hints)
}

/** @throws ConfigError `unknown_file_format`. */
function formatOf({ fileGlob = '*' }: FilesOptions): FileFormatName {
  const [, ending] = /\.(csv|tsv|jsonl|ndjson|parquet)(?:\.(?:gz|zst))?$/i.exec(fileGlob) ?? []
  switch (ending?.toLowerCase()) {
    case 'csv':
    case 'tsv':
      return 'csv'
    case 'jsonl':
    case 'ndjson':
      return 'jsonl'
    case 'parquet':
      return 'parquet'
    default:
      throw new ConfigError(`the pattern ${fileGlob} does not say of which format the files are`, {
        code: 'unknown_file_format',
        hint: "Give format: 'csv', 'jsonl' or 'parquet', or a fileGlob that ends so: **/*.csv.",
      })
  }
}
