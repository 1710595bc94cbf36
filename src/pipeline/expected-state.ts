import type { LoadPackage } from '../contracts/load-package.ts'
import type { PipelineState } from './state.ts'
import type { Synced } from './sync.ts'

/** Nobody else may have been the first. */
const NO_STATE: LoadPackage['expectedState'] = { version: 0, hash: '' }

/** What a package asks of the state at the destination. */
export function expectedStateOf(remote: Synced['remote']): LoadPackage['expectedState'] {
  if (remote === null) return NO_STATE
  if (remote === undefined || remote.versionHash === null) return null
  return { version: remote.version, hash: remote.versionHash }
}

/** What the package behind one that brings this state asks for. */
export function expectedBehind({
  _state_version: version,
  _version_hash: hash,
}: PipelineState): LoadPackage['expectedState'] {
  return hash === undefined ? null : { version, hash }
}
