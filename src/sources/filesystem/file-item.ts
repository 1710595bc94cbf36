import type { Storage } from '../../storage/storage.ts'
import type { Timestamp } from '../../values/kinds.ts'

/** Where a listed file is opened; it stays with the row when that is spread. */
export const PLACE: unique symbol = Symbol('place')

/** A file that was listed, with dlt's names, which are those of the columns. */
export interface FileItem {
  readonly file_url: string
  readonly file_name: string
  /** From the folder that is listed. */
  readonly relative_path: string
  readonly mime_type: string
  /** `gzip`, where it is compressed so. */
  readonly encoding?: string
  readonly modification_date: Timestamp
  readonly size_in_bytes: number
  readonly file_content?: Uint8Array
  readonly [PLACE]?: FilePlace
}

/** A key of an open storage. */
export interface FilePlace {
  readonly storage: Storage
  readonly key: string
}
