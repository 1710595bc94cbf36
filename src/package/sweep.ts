import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isErrno } from '../storage/errno.ts'
import { fileError, withFile } from '../storage/file-error.ts'
import { TEMPORARY_SUFFIX } from '../storage/local.ts'
import { confirmSealed } from './confirm-sealed.ts'
import { listPackages } from './list-packages.ts'
import { PACKAGES, packageKeys } from './package-keys.ts'
import type { WorkingFolder } from './working-folder.ts'

/**
 * Deletes what a killed run left half-made: packages that are not sealed, half-written files, and job files of packages
 * that are loaded. Only under the lease.
 * @returns the load ids whose files were deleted.
 */
export async function sweep(folder: WorkingFolder): Promise<readonly string[]> {
  const packages = folder.storage.localPath(PACKAGES.slice(0, -1))
  const swept: string[] = []
  const sealed = new Map((await listPackages(folder)).map(({ loadId, status }) => [loadId, status] as const))
  for (const entry of await entriesOf(packages)) {
    const path = join(packages, entry.name)
    const status = sealed.get(entry.name)
    if (status !== undefined) {
      await deleteTemporary(path)
      await confirmSealed(folder, entry.name)
      if (status.state === 'loaded') await folder.storage.deletePrefix(packageKeys(entry.name).files)
      continue
    }
    await withFile(path, () => rm(path, { recursive: true, force: true }))
    swept.push(entry.name)
  }
  await deleteTemporary(folder.path)
  for (const entry of await entriesOf(folder.path)) {
    if (entry.isDirectory()) await deleteTemporary(join(folder.path, entry.name))
  }
  return swept
}

async function deleteTemporary(folder: string): Promise<void> {
  for (const entry of await entriesOf(folder)) {
    if (entry.isFile() && entry.name.endsWith(TEMPORARY_SUFFIX)) await deleteFile(join(folder, entry.name))
  }
}

function deleteFile(path: string): Promise<void> {
  return withFile(path, () => rm(path, { force: true }))
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true })
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return []
    throw fileError(error, folder)
  }
}
