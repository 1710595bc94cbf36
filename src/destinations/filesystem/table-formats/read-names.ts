import type { DuckDbConnection } from '../../../duckdb/connection.ts'
import { InternalError } from '../../../errors/tolva-error.ts'
import type { Bucket } from '../../../storage/bucket/bucket.ts'

/** Lets statements of a connection read keys of a bucket; says what they call them. */
export async function readNames(
  _connection: DuckDbConnection,
  { storage }: Bucket,
  keys: readonly string[],
): Promise<(key: string) => string> {
  const names = new Map(keys.map((key) => [key, storage.localPath?.(key) ?? storage.urlOf(key)]))
  return (key) => {
    const name = names.get(key)
    if (name === undefined) throw new InternalError(`key ${key} was not asked for`, { code: 'unknown_key' })
    return name
  }
}
