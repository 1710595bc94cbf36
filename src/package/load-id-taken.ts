import type { LoadPackage } from '../contracts/load-package.ts'
import { DestinationError } from '../errors/tolva-error.ts'
import { readStatus } from './package-status.ts'
import type { WorkingFolder } from './working-folder.ts'

const CODE = 'load_id_taken'

/** Load ids are microseconds: two pipelines that start in the same one have the same. */
export function loadIdTaken({ loadId, pipeline }: Pick<LoadPackage, 'loadId' | 'pipeline'>): DestinationError {
  return new DestinationError(
    `load id ${loadId} is that of another load in this dataset, so this package was not loaded`,
    {
      code: CODE,
      hint: `Run tolva pipeline ${pipeline} package abort, then run again: the rows are read anew and get another load id.`,
      context: { pipeline },
    },
  )
}

/** Whether a package was found to have the load id of another load: what is there by that id is not its own. */
export async function isLoadIdTaken(folder: WorkingFolder, loadId: string): Promise<boolean> {
  const status = await readStatus(folder, loadId)
  return status.state === 'failed' && status.error.code === CODE
}
