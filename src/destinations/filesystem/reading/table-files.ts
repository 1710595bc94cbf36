import { completeColumns } from '../../../schema/column-props.ts'
import type { Schema } from '../../../schema/stored.ts'
import type { StoredObject } from '../../../storage/storage.ts'
import { formatOfKey } from '../file-format.ts'
import { keyPrefix, nameOf } from '../keys.ts'
import { loadOfPath } from '../layout/file-path.ts'
import type { LakeSession } from '../session.ts'
import type { LakeSnapshot } from './snapshot.ts'

type Reading = Pick<LakeSession, 'bucket' | 'dataset' | 'layout'>

/** A table as the layout knows it. */
export interface LaidTable {
  readonly schema: Schema
  readonly table: string
}

/** Files that hold rows of a table, in the order of their names. */
export async function tableFiles(
  session: Reading,
  snapshot: LakeSnapshot,
  laid: LaidTable,
): Promise<readonly StoredObject[]> {
  const { prefix, isOwn } = keysOf(session, snapshot, laid)
  const found = await session.bucket.storage.entries(prefix)
  return found.filter(({ key }) => !snapshot.hidden.has(key) && formatOfKey(key) !== undefined && isOwn(key))
}

/** All keys that belong to a table, whatever they hold, but those that loads bring which are not committed. */
export async function allTableKeys(
  session: Reading,
  snapshot: LakeSnapshot,
  laid: LaidTable,
): Promise<readonly string[]> {
  const { prefix, isOwn } = keysOf(session, snapshot, laid)
  const keys = await session.bucket.storage.list(prefix)
  return keys.filter((key) => nameOf(key) !== 'init' && !snapshot.coming.has(key) && isOwn(key))
}

/** What the keys of a table begin with, and which of those that do are its own and of no load that is not committed. */
function keysOf(session: Reading, { committed }: LakeSnapshot, laid: LaidTable) {
  const prefix = keyPrefix(session, { schemaName: laid.schema.name, tableName: laid.table })
  const others = longerPrefixes(session, laid, prefix)
  const isOwn = (key: string) => {
    if (others.some((other) => key.startsWith(other))) return false
    const load = loadOfPath(session.layout, key.slice(prefix.length))
    return load === undefined || committed.has(load)
  }
  return { prefix, isOwn }
}

/** Where a separator may stand in the name of a table, one table's prefix finds another's files: the longer one decides. */
function longerPrefixes(session: Reading, { schema }: LaidTable, prefix: string): readonly string[] {
  return [...schema.tables.values()]
    .filter((table) => completeColumns(table).length > 0)
    .map(({ name }) => keyPrefix(session, { schemaName: schema.name, tableName: name }))
    .filter((other) => other.length > prefix.length && other.startsWith(prefix))
}
