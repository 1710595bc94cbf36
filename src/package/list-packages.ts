import { PACKAGES, packageKeys, UNTIL } from './package-keys.ts'
import { readStatus } from './package-status.ts'
import type { PackageStatus } from './status-form.ts'
import type { WorkingFolder } from './working-folder.ts'

export interface PackageEntry {
  readonly loadId: string
  readonly status: PackageStatus
}

/** Sealed packages, oldest first. */
export async function listPackages(folder: WorkingFolder): Promise<readonly PackageEntry[]> {
  const loadIds = sealedIds(await folder.storage.list(PACKAGES)).toSorted(byTime)
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

/** Load ids with a manifest, but for those that wait for another's. */
function sealedIds(keys: readonly string[]): readonly string[] {
  const parts = keys.map((key) => key.split('/')).filter(({ length }) => length === 3)
  const manifests = new Set(parts.filter(([, , name]) => name === 'manifest.json').map(([, loadId]) => loadId ?? ''))
  const waiting = parts.filter(([, , name]) => name?.startsWith(UNTIL) && !manifests.has(name.slice(UNTIL.length)))
  const early = new Set(waiting.map(([, loadId]) => loadId))
  return [...manifests].filter((loadId) => !early.has(loadId))
}

function byTime(a: string, b: string): number {
  return Number(a) - Number(b) || (a < b ? -1 : 1)
}
