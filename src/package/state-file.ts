import { fileName, isShortened } from './file-name.ts'
import type { WorkingFolder } from './working-folder.ts'

const STATE = 'state.json'
const SCHEMAS = 'schemas/'
const SCHEMA_SUFFIX = '.schema.json'

/** The text of `state.json`: dlt's document as typed JSON; undefined before the first run. */
export function readStateFile(folder: Pick<WorkingFolder, 'storage'>): Promise<string | undefined> {
  return readText(folder, STATE)
}

/** Replaces `state.json` as a whole. */
export async function writeStateFile(folder: WorkingFolder, text: string): Promise<void> {
  await folder.lease?.assertHeld()
  await folder.storage.put(STATE, text)
}

/** Stored schemas by name, as text. */
export async function readSchemaFiles(folder: WorkingFolder): Promise<ReadonlyMap<string, string>> {
  const schemas = new Map<string, string>()
  for (const key of await folder.storage.list(SCHEMAS)) {
    const text = key.endsWith(SCHEMA_SUFFIX) ? await readText(folder, key) : undefined
    if (text !== undefined) schemas.set(schemaName(key.slice(SCHEMAS.length, -SCHEMA_SUFFIX.length), text), text)
  }
  return schemas
}

/** Replaces one stored schema. */
export async function writeSchemaFile(folder: WorkingFolder, name: string, text: string): Promise<void> {
  await folder.lease?.assertHeld()
  await folder.storage.put(schemaKey(name), text)
}

export async function deleteSchemaFile(folder: WorkingFolder, name: string): Promise<void> {
  await folder.storage.delete(schemaKey(name))
}

function schemaKey(name: string): string {
  return `${SCHEMAS}${fileName(name, 'schema')}${SCHEMA_SUFFIX}`
}

/** Of a long one the file has only the beginning. */
function schemaName(file: string, text: string): string {
  if (!isShortened(file)) return file
  const stored: unknown = JSON.parse(text)
  return typeof stored === 'object' && stored !== null && 'name' in stored ? String(stored.name) : file
}

async function readText(folder: Pick<WorkingFolder, 'storage'>, key: string): Promise<string | undefined> {
  const bytes = await folder.storage.get(key)
  return bytes && new TextDecoder().decode(bytes)
}

/** Forgets state and schemas: the pipeline starts anew. */
export async function deleteStateFiles({ storage }: WorkingFolder): Promise<void> {
  await storage.deletePrefix(SCHEMAS)
  await storage.delete(STATE)
}
