/**
 * A place for files by key (`a/b/c.json`, forward slashes). Local folders and object stores alike; `test/storage/storage-tests.ts`
 * holds each of them to it. What is put is there at once for everybody, as a whole: a reader gets the old object or the new one.
 */
export interface Storage {
  /** Writes the whole object durably (local: write to a temporary name, fsync, rename). */
  put(key: string, body: Uint8Array | string): Promise<void>
  /** Copies a local file to a key as durably; a file of any size is streamed. */
  putFile(key: string, path: string, signal?: AbortSignal): Promise<void>
  /**
   * Makes a local file that never changes again the object, without copying it. False: it has to be copied, because it lies on
   * another disk or belongs to others too. Absent: it always has to be.
   */
  linkFile?(key: string, path: string): Promise<boolean>
  /**
   * Writes only when the key is not there yet; false when it was there before. True and false are the truth even where an answer was
   * lost and the driver asked again. An error leaves open whether it was written: whoever tries again must look what is there.
   */
  putIfAbsent(key: string, body: Uint8Array | string): Promise<boolean>
  /** Undefined when absent. */
  get(key: string): Promise<Uint8Array | undefined>
  /** Bytes from `start` on, fewer at the end of the object, none behind it. */
  getRange(key: string, start: number, length: number): Promise<Uint8Array>
  /** Copies an object to a local file, which is made or overwritten; its folder must be there. False: there is no such key. */
  getFile(key: string, path: string, signal?: AbortSignal): Promise<boolean>
  /** Keys below the prefix, sorted. */
  list(prefix: string): Promise<readonly string[]>
  /** As `list`, with what is known of each object. */
  entries(prefix: string): Promise<readonly StoredObject[]>
  /** A key that is not there is no error. */
  delete(key: string): Promise<void>
  /** @throws DestinationError `not_deleted` that names the keys which were not, and why. */
  deletePrefix(prefix: string): Promise<void>
  /** How others name a key: an absolute path, or `s3://bucket/prefix/a/b/c.json`. */
  urlOf(key: string): string
  /** Absolute path of a key where the storage is a local folder; undefined elsewhere. */
  localPath?(key: string): string
}

export interface StoredObject {
  readonly key: string
  /** In bytes. */
  readonly size: number
  /** When it was last written: ISO text, UTC. */
  readonly modifiedAt: string
}
