import { packageKeys } from './package-keys.ts'
import type { WorkingFolder } from './working-folder.ts'

/** What was known before a package was made: kept beside it, so that aborting the package can go back. */
export interface RestorePoint {
  /** The text of `state.json`. */
  readonly state: string
  readonly schemaName: string
  /** The stored text of the package's schema; null: there was none. */
  readonly schema: string | null
}

/** Writes the point before the package is sealed. */
export async function writeRestorePoint(folder: WorkingFolder, loadId: string, point: RestorePoint): Promise<void> {
  await folder.storage.put(packageKeys(loadId).restore, `${JSON.stringify(point)}\n`)
}

/** Undefined: the package has none, or it cannot be read. */
export async function readRestorePoint(folder: WorkingFolder, loadId: string): Promise<RestorePoint | undefined> {
  const bytes = await folder.storage.get(packageKeys(loadId).restore)
  if (bytes === undefined) return undefined
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return isRestorePoint(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isRestorePoint(value: unknown): value is RestorePoint {
  return (
    typeof value === 'object' &&
    value !== null &&
    'state' in value &&
    typeof value.state === 'string' &&
    'schemaName' in value &&
    typeof value.schemaName === 'string' &&
    'schema' in value &&
    (value.schema === null || typeof value.schema === 'string')
  )
}
