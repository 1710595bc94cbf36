import { readLease } from '../package/lease-holder.ts'
import { liveness } from '../package/lease-liveness.ts'
import { type DataDirOptions, workingFolder } from '../package/working-folder.ts'

/** Whether a run of the pipeline goes on, as far as can be said at once; one that nothing was heard of for long may be over. */
export async function isRunning(name: string, options: DataDirOptions = {}): Promise<boolean> {
  const holder = await readLease(workingFolder(name, options)).catch(() => undefined)
  return holder !== undefined && liveness(holder, Date.now()) !== 'ended'
}
