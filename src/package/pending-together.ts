import type { LoadPackage } from '../contracts/load-package.ts'
import { pendingPackages } from './list-packages.ts'
import { readPackage } from './read-package.ts'
import type { WorkingFolder } from './working-folder.ts'

/** Packages that wait to be loaded, oldest first; those that a run sealed as one come in one list. */
export async function* pendingTogether(folder: WorkingFolder): AsyncGenerator<readonly LoadPackage[]> {
  let group: LoadPackage[] = []
  for (const { loadId } of await pendingPackages(folder)) {
    if (group.length > 0 && !group[0]?.together?.includes(loadId)) {
      yield group
      group = []
    }
    const load = await readPackage(folder, loadId)
    if (load !== undefined) group.push(load)
  }
  if (group.length > 0) yield group
}
