import type { BucketReader } from '../../../duckdb/bucket-reader.ts'
import { InternalError } from '../../../errors/tolva-error.ts'

/** What a reader calls these keys. */
export async function readNames(reader: BucketReader, keys: readonly string[]): Promise<(key: string) => string> {
  const found = await reader.namesOf(keys)
  const names = new Map(keys.map((key, index) => [key, found[index]]))
  return (key) => {
    const name = names.get(key)
    if (name === undefined) throw new InternalError(`key ${key} was not asked for`, { code: 'unknown_key' })
    return name
  }
}
