import { ConfigError } from '../errors/tolva-error.ts'
import { takeLease } from '../package/lease.ts'
import { pendingPackages } from '../package/list-packages.ts'
import { discardPackage } from '../package/mark-package.ts'
import { readRestorePoint } from '../package/restore-point.ts'
import { deleteSchemaFile, writeSchemaFile, writeStateFile } from '../package/state-file.ts'
import type { Engine } from './engine.ts'

/** Which packages `abort` gives up. */
export interface AbortOptions {
  /** The first of them; absent: the oldest that waits. All newer ones go with it. */
  readonly loadId?: string
  /** true: says what would be done and does nothing. */
  readonly dryRun?: boolean
}

/** What was aborted, or would be. */
export interface Aborted {
  /** Oldest first. */
  readonly loadIds: readonly string[]
}

/**
 * Gives up packages that wait to be loaded: their rows are deleted, state and schemas are again what they were before.
 * @throws ConfigError `not_pending` for a load id that does not wait, `locked`.
 */
export async function abortPackages(engine: Engine, options: AbortOptions): Promise<Aborted> {
  if (options.dryRun) return { loadIds: await packagesFrom(engine, options.loadId) }
  await using _lease = await takeLease(engine.folder, engine.context.now)
  const loadIds = await packagesFrom(engine, options.loadId)
  for (const loadId of loadIds.toReversed()) {
    await goBack(engine, loadId)
    await discardPackage(engine.folder, loadId)
    engine.context.logger.info('package aborted', { pipeline: engine.name, loadId })
  }
  return { loadIds }
}

async function packagesFrom(engine: Engine, first: string | undefined): Promise<readonly string[]> {
  const loadIds = (await pendingPackages(engine.folder)).map(({ loadId }) => loadId)
  if (first === undefined) return loadIds
  const index = loadIds.indexOf(first)
  if (index !== -1) return loadIds.slice(index)
  throw new ConfigError(`Package ${first} of pipeline ${engine.name} does not wait to be loaded.`, {
    code: 'not_pending',
    hint: loadIds.length === 0 ? 'No package waits.' : `These wait: ${loadIds.join(', ')}.`,
    context: { pipeline: engine.name },
  })
}

/** The schema first: a crash in between leaves the package, whose manifest has both. */
async function goBack({ folder }: Engine, loadId: string): Promise<void> {
  const point = await readRestorePoint(folder, loadId)
  if (point === undefined) return
  if (point.schema === null) await deleteSchemaFile(folder, point.schemaName)
  else await writeSchemaFile(folder, point.schemaName, point.schema)
  await writeStateFile(folder, point.state)
}
