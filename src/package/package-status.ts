import { packageKeys } from './package-keys.ts'
import { isErrorSummary, type PackageStatus } from './status-form.ts'
import type { WorkingFolder } from './working-folder.ts'

/** What happened to a sealed package. Without a record it is `sealed`. */
export async function readStatus(folder: Pick<WorkingFolder, 'storage'>, loadId: string): Promise<PackageStatus> {
  const bytes = await folder.storage.get(packageKeys(loadId).status)
  const value: unknown = bytes === undefined ? undefined : JSON.parse(new TextDecoder().decode(bytes))
  if (typeof value !== 'object' || value === null || !('state' in value) || !('at' in value)) return { state: 'sealed' }
  const at = String(value.at)
  if (value.state === 'loaded') return { state: 'loaded', at }
  if (value.state !== 'failed') return { state: 'sealed' }
  const error = 'error' in value && isErrorSummary(value.error) ? value.error : { code: 'unknown', message: '' }
  return { state: 'failed', at, error }
}
