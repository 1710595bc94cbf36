import type { CsvOptions } from '../../contracts/page.ts'
import type { Hints } from '../../contracts/resource.ts'
import type { BucketCredentials } from '../../storage/bucket/credentials.ts'

/** Which files are listed. */
export interface FilesystemOptions extends Hints {
  /** Of the resource. Default `filesystem`. */
  readonly name?: string
  /** A folder, or `s3://`, `gs://`, `az://` and a bucket. A relative path belongs to the working directory. */
  readonly bucketUrl: string
  /** `*` (default): the files of the folder; `**` stands for folders in any depth, as in `2024/**\/*.csv`. */
  readonly fileGlob?: string
  /** Absent: what the vendor's own tools find. */
  readonly credentials?: BucketCredentials
  /** Default 100. */
  readonly filesPerPage?: number
  /** true: each row has the whole file as `file_content`. Default false. */
  readonly extractContent?: boolean
}

/** What becomes of lines that are no rows. */
export interface BadLines {
  /** `raise` (default), or `skip`: they are left out and counted in the report. */
  readonly onBadLine?: 'raise' | 'skip'
}

export interface JsonlOptions extends BadLines {
  /** Bytes of a page. Default 8 MB. */
  readonly pageBytes?: number
}

export interface CsvReading extends BadLines {
  /** Options of DuckDB's `read_csv`: `{ delim: ';', header: false, nullstr: 'NA' }`. */
  readonly csv?: CsvOptions
}

export type FileFormatName = 'csv' | 'jsonl' | 'parquet'

/** Files and what is in them. */
export interface FilesOptions
  extends Omit<FilesystemOptions, 'name' | 'filesPerPage' | 'extractContent'>,
    JsonlOptions,
    CsvReading {
  /** Of the resource and its table. Default `read_<format>`. */
  readonly name?: string
  /** Default: what the ending of the pattern says. */
  readonly format?: FileFormatName
}
