import { existsSync } from 'node:fs'
import type { Destination } from '../contracts/destination.ts'
import type { Engine } from './engine.ts'
import type { PipelineState } from './state.ts'

/** Where a pipeline's local files lie: where it ran first, as in dlt; where that folder is gone or was moved, in the project. */
export function homeFolder({ _local }: Pick<PipelineState, '_local'>, projectDir: string): string {
  return existsSync(_local.initial_cwd) ? _local.initial_cwd : projectDir
}

/** Says where local files are, where that is not the project's folder or no longer where they were. */
export function homeWarning(engine: Engine, destination: Destination, state: PipelineState): readonly string[] {
  const { initial_cwd: first } = state._local
  const isElsewhere = destination.capabilities.localFiles && destination.options?.path === undefined
  if (first === engine.projectDir || !isElsewhere) return []
  return homeFolder(state, engine.projectDir) === first
    ? [`Pipeline ${engine.name} ran first in ${first}, so its local files are there and not in ${engine.projectDir}.`]
    : [
        `Pipeline ${engine.name} ran first in ${first}, which is gone: its local files are in ${engine.projectDir} from now on.`,
      ]
}
