import { SYSTEM_TABLES } from '../../schema/system-tables.ts'
import { tablePrefix } from './layout/file-path.ts'
import type { LakeSession } from './session.ts'

type Place = Pick<LakeSession, 'dataset' | 'layout'>

/** Folder of what loads leave for each other; no table has such a name. */
const OWN_FOLDER = '.tolva'

export const initKey = ({ dataset }: Place): string => `${dataset}/init`

/** The folder of one of dlt's own tables, whatever the layout. */
export function systemPrefix({ dataset }: Place, table: keyof typeof SYSTEM_TABLES): string {
  return `${dataset}/${SYSTEM_TABLES[table]}/`
}

/** Of a folder that holds what tells one load of another: `intents`, `commits`, `sweeps`. */
export function ownPrefix({ dataset }: Place, folder: 'intents' | 'commits' | 'sweeps' | 'beats'): string {
  return `${dataset}/${OWN_FOLDER}/${folder}/`
}

/** How the keys of a table's files begin: dlt's own tables are folders, others as the layout says. */
export function keyPrefix(place: Place, table: { readonly schemaName: string; readonly tableName: string }): string {
  const path = isSystemTable(table.tableName) ? `${table.tableName}/` : tablePrefix(place.layout, table)
  return `${place.dataset}/${path}`
}

export function isSystemTable(name: string): boolean {
  return Object.values(SYSTEM_TABLES).some((table) => table === name)
}

/** A file's name without its folders. */
export function nameOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1)
}
