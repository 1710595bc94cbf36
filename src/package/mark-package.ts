import { packageKeys } from './package-keys.ts'
import type { ErrorSummary, PackageStatus } from './status-form.ts'
import type { WorkingFolder } from './working-folder.ts'

/**
 * Records that a package is in its destination. Its files are deleted, its manifest stays as the record of what was loaded.
 * @param options.keepFiles Default false. @param options.at ISO timestamp.
 */
export async function markLoaded(
  folder: WorkingFolder,
  loadId: string,
  options: { readonly at: string; readonly keepFiles?: boolean },
): Promise<void> {
  const mark = () => put(folder, loadId, { state: 'loaded', at: options.at })
  const isMarked = await mark().then(
    () => true,
    (error: unknown) => {
      if (options.keepFiles) throw error
      return false
    },
  )
  if (!options.keepFiles) await folder.storage.deletePrefix(packageKeys(loadId).files)
  // A full disk has room once the files are gone. Without the mark the destination is asked, which knows.
  if (!isMarked) await mark()
}

/** Records why a package could not be loaded. It stays pending. */
export async function markFailed(
  folder: WorkingFolder,
  loadId: string,
  { at, error }: { readonly at: string; readonly error: ErrorSummary },
): Promise<void> {
  await put(folder, loadId, { state: 'failed', at, error: { code: error.code, message: error.message } })
}

/** Deletes a package, manifest first, so that a half-deleted one does not count as sealed. */
export async function discardPackage(folder: WorkingFolder, loadId: string): Promise<void> {
  const keys = packageKeys(loadId)
  await folder.storage.delete(keys.manifest)
  await folder.storage.deletePrefix(keys.folder)
}

async function put(folder: WorkingFolder, loadId: string, status: PackageStatus): Promise<void> {
  await folder.storage.put(packageKeys(loadId).status, `${JSON.stringify(status)}\n`)
}
