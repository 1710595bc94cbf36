import type { CommitPlan, StoredState } from '../../contracts/destination.ts'
import { readJsonFile } from './json-file.ts'
import { systemPrefix } from './keys.ts'
import { compareLoadIds } from './load-ids.ts'
import { committedLoads } from './loads.ts'
import { hashInName, type NamedFile, namedFiles } from './named-files.ts'
import type { LakeSession } from './session.ts'

type Reading = Pick<LakeSession, 'bucket' | 'dataset' | 'layout'>

/** The newest state of a pipeline whose load is committed. */
export async function newestState(session: Reading, pipeline: string): Promise<StoredState | undefined> {
  const files = await stateFiles(session, pipeline)
  if (files.length === 0) return undefined
  const committed = await committedLoads(session)
  for (const { key, moment } of files) {
    if (!committed.has(moment)) continue
    const found = await readJsonFile(session, key)
    if (found !== undefined) return storedState(found, { pipeline, loadId: moment })
  }
  return undefined
}

/** State files of a pipeline, the newest first. */
export async function stateFiles(session: Reading, pipeline: string): Promise<readonly NamedFile[]> {
  const files = namedFiles(await session.bucket.storage.list(systemPrefix(session, 'state')))
  return files.filter(({ name }) => name === pipeline).toSorted((a, b) => compareLoadIds(b.moment, a.moment))
}

/** The file that a load leaves of its state, as dlt writes it; undefined: it has none. */
export function stateFile(
  session: Pick<LakeSession, 'dataset' | 'layout' | 'context'>,
  { package: { loadId }, schema, stateRow }: CommitPlan,
): { readonly key: string; readonly text: string } | undefined {
  if (stateRow === null) return undefined
  const { version, engineVersion, pipelineName, state, versionHash } = stateRow
  const name = `${pipelineName}__${loadId}__${hashInName(schema.version_hash)}.jsonl`
  const row = {
    version,
    engine_version: engineVersion,
    pipeline_name: pipelineName,
    state,
    created_at: new Date(session.context.now()).toISOString(),
    version_hash: versionHash,
    _dlt_load_id: loadId,
  }
  return { key: `${systemPrefix(session, 'state')}${name}`, text: JSON.stringify(row) }
}

/** Deletes the oldest state files of a pipeline, as many as are too many. */
export async function pruneStates(session: LakeSession, pipeline: string): Promise<void> {
  if (session.maxStateFiles < 1) return
  const files = await stateFiles(session, pipeline)
  for (const { key } of files.slice(session.maxStateFiles)) await session.bucket.storage.delete(key)
}

function storedState(
  row: Readonly<Record<string, unknown>>,
  of: { readonly pipeline: string; readonly loadId: string },
): StoredState {
  return {
    version: Number(row.version),
    engineVersion: Number(row.engine_version),
    pipelineName: String(row.pipeline_name ?? of.pipeline),
    state: String(row.state),
    versionHash: typeof row.version_hash === 'string' ? row.version_hash : null,
    loadId: of.loadId,
  }
}
