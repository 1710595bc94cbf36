import type { PipelineOperation } from './operation.ts'
import { packageAbort } from './package-abort.ts'

/** dlt's name of `package abort`. */
export const abortPackages: PipelineOperation = {
  ...packageAbort,
  name: 'abort-packages',
  help: 'the same as package abort',
}

/** Its name in older versions of dlt. */
export const dropPendingPackages: PipelineOperation = {
  ...packageAbort,
  name: 'drop-pending-packages',
  help: 'the same as package abort',
}
