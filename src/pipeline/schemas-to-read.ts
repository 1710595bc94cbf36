import type { Schemas } from '../dataset/dataset-schema.ts'
import { readStateFile } from '../package/state-file.ts'
import { decodeState } from '../values/state-codec.ts'
import { connect, contextOf, type Engine } from './engine.ts'
import { readState } from './state.ts'
import { downloadSchemas } from './sync.ts'
import type { Workspace } from './workspace.ts'

/**
 * The schemas by which a pipeline's dataset is read: those of this machine, or where the pipeline never ran here, those that the
 * destination has. Nothing is written.
 */
export async function schemasToRead(engine: Engine, workspace: Workspace): Promise<Schemas> {
  if (workspace.schemas.size > 0 || (await readStateFile(engine.folder)) !== undefined) return workspace.schemas
  await using loader = await connect(engine, workspace, { context: contextOf(engine), readOnly: true, orEmpty: true })
  const stored = (await loader.datasetExists()) ? await loader.newestState(engine.name) : undefined
  if (stored === undefined) return workspace.schemas
  return await downloadSchemas(loader, readState(decodeState(stored.state)).schema_names)
}
