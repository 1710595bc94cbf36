/** A place for files by key (`a/b/c.json`, forward slashes). Local folders and object stores alike. */
export interface Storage {
  /** Writes the whole object durably (local: write to a temporary name, fsync, rename). */
  put(key: string, body: Uint8Array | string): Promise<void>
  /** Writes only when the key is not there yet; false when it was. */
  putIfAbsent(key: string, body: Uint8Array | string): Promise<boolean>
  /** Undefined when absent. */
  get(key: string): Promise<Uint8Array | undefined>
  getRange(key: string, start: number, length: number): Promise<Uint8Array>
  /** Keys below the prefix, sorted. */
  list(prefix: string): Promise<readonly string[]>
  delete(key: string): Promise<void>
  deletePrefix(prefix: string): Promise<void>
  /** Absolute path of a key where the storage is a local folder; undefined elsewhere. */
  localPath?(key: string): string
}
