import { PACKAGES, packageKeys } from './package-keys.ts'
import { readStatus } from './package-status.ts'
import type { PackageStatus } from './status-form.ts'
import type { WorkingFolder } from './working-folder.ts'

export interface PackageEntry {
  readonly loadId: string
  readonly status: PackageStatus
}

/** Sealed packages, oldest first. */
export async function listPackages(folder: WorkingFolder): Promise<readonly PackageEntry[]> {
  const keys = await folder.storage.list(PACKAGES)
  const loadIds = keys
    .map((key) => key.split('/'))
    .filter(([, loadId, name, more]) => loadId !== undefined && name === 'manifest.json' && more === undefined)
    .map(([, loadId]) => loadId ?? '')
    .sort(byTime)
  return Promise.all(loadIds.map(async (loadId) => ({ loadId, status: await readStatus(folder, loadId) })))
}

/** Packages that wait to be loaded, oldest first, failed ones included. */
export async function pendingPackages(folder: WorkingFolder): Promise<readonly PackageEntry[]> {
  return (await listPackages(folder)).filter(({ status }) => status.state !== 'loaded')
}

/** Deletes manifests of loaded packages but for the newest `keep`. */
export async function pruneLoaded(folder: WorkingFolder, keep: number): Promise<void> {
  const loaded = (await listPackages(folder)).filter(({ status }) => status.state === 'loaded')
  for (const { loadId } of loaded.slice(0, Math.max(0, loaded.length - keep))) {
    await folder.storage.deletePrefix(packageKeys(loadId).folder)
  }
}

function byTime(a: string, b: string): number {
  return Number(a) - Number(b) || (a < b ? -1 : 1)
}
