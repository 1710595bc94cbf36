import type { Schemas } from '../dataset/dataset-schema.ts'
import { readStateFile } from '../package/state-file.ts'
import { connect, contextOf, type Engine } from './engine.ts'
import { fromDestination } from './sync.ts'
import type { Workspace } from './workspace.ts'

/**
 * The schemas by which a pipeline's dataset is read: those of this machine, or where the pipeline never ran here, those that the
 * destination has. Nothing is written.
 */
export async function schemasToRead(engine: Engine, workspace: Workspace): Promise<Schemas> {
  if (workspace.schemas.size > 0 || (await readStateFile(engine.folder)) !== undefined) return workspace.schemas
  await using loader = await connect(engine, workspace, { context: contextOf(engine), readOnly: true, orEmpty: true })
  const stored = (await loader.datasetExists()) ? await loader.newestState(engine.name) : undefined
  const there = fromDestination(loader, stored)
  return there === undefined ? workspace.schemas : await there.schemas(there.state.schema_names)
}
