import { packageKeys } from './package-keys.ts'
import type { WorkingFolder } from './working-folder.ts'

/** Takes the mark off a package that waited for another's seal: whatever becomes of that one now, this one stays. */
export async function confirmSealed(folder: WorkingFolder, loadId: string): Promise<void> {
  for (const mark of await folder.storage.list(packageKeys(loadId).until)) await folder.storage.delete(mark)
}
