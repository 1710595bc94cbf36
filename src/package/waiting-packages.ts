import { readdir } from 'node:fs/promises'
import { isErrno } from '../storage/errno.ts'
import type { PackageEntry } from './list-packages.ts'
import { PACKAGES, packageKeys, UNTIL } from './package-keys.ts'
import { readStatus } from './package-status.ts'
import type { WorkingFolder } from './working-folder.ts'

/**
 * Packages that wait to be loaded, oldest first, failed ones included, as `pendingPackages` finds them; but packages are loaded in
 * their order, so that it is enough to look at the newest ones, down to the first that is loaded.
 */
export async function waitingPackages(folder: Pick<WorkingFolder, 'storage'>): Promise<readonly PackageEntry[]> {
  const waiting: PackageEntry[] = []
  const newestFirst = (await names(folder.storage.localPath(PACKAGES.slice(0, -1)))).toSorted(
    (a, b) => Number(b) - Number(a),
  )
  const sealed = new Set<string>()
  for (const loadId of newestFirst) {
    const files = await names(folder.storage.localPath(packageKeys(loadId).folder.slice(0, -1)))
    if (!files.includes('manifest.json')) continue
    sealed.add(loadId)
    // Those that were sealed as one count once the last of them is there, which is newer.
    if (files.some((name) => name.startsWith(UNTIL) && !sealed.has(name.slice(UNTIL.length)))) continue
    const status = await readStatus(folder, loadId)
    if (status.state === 'loaded') break
    waiting.unshift({ loadId, status })
  }
  return waiting
}

async function names(path: string): Promise<readonly string[]> {
  try {
    return await readdir(path)
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return []
    throw error
  }
}
