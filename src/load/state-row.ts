import { randomBytes } from 'node:crypto'
import type { CommitPlan } from '../contracts/destination.ts'
import type { LoadPackage } from '../contracts/load-package.ts'
import { InternalError } from '../errors/tolva-error.ts'
import { encodeState } from '../values/state-codec.ts'

/**
 * The row of `_dlt_pipeline_state` for a package; null where its state is unchanged. What is `_local` stays local.
 * @throws InternalError code `bad_state`.
 */
export function stateRow(load: LoadPackage): CommitPlan['stateRow'] {
  const { state } = load
  if (state === null) return null
  if (typeof state !== 'object' || !('_state_version' in state)) throw badState(load)
  const { _local: _, ...shared } = state
  const { _state_version: version, _state_engine_version: engineVersion, _version_hash: hash } = state
  if (typeof version !== 'number' || typeof engineVersion !== 'number' || typeof hash !== 'string') throw badState(load)
  return {
    version,
    engineVersion,
    pipelineName: load.pipeline,
    state: encodeState(shared),
    versionHash: hash,
    dltId: randomBytes(10).toString('base64').slice(0, 14),
  }
}

function badState(load: LoadPackage): InternalError {
  return new InternalError(`the state in load package ${load.loadId} has no version`, {
    code: 'bad_state',
    context: { pipeline: load.pipeline },
  })
}
