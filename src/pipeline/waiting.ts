import { ConfigError } from '../errors/tolva-error.ts'
import { pendingPackages } from '../package/list-packages.ts'
import { readPackage } from '../package/read-package.ts'
import type { Engine } from './engine.ts'

/** Load ids that wait to be loaded, oldest first. */
export async function waitingIds(engine: Engine): Promise<readonly string[]> {
  return (await pendingPackages(engine.folder)).map(({ loadId }) => loadId)
}

/**
 * A package that waits, with those that were sealed as one with it; oldest first.
 * @throws ConfigError `not_pending` for a load id that does not wait.
 */
export async function waitingWith(engine: Engine, loadId: string): Promise<readonly string[]> {
  const waiting = await waitingIds(engine)
  if (waiting.includes(loadId)) {
    const { together = [loadId] } = (await readPackage(engine.folder, loadId).catch(() => undefined)) ?? {}
    return waiting.filter((one) => together.includes(one))
  }
  throw new ConfigError(`Package ${loadId} of pipeline ${engine.name} does not wait to be loaded.`, {
    code: 'not_pending',
    hint: waiting.length === 0 ? 'No package waits.' : `These wait: ${waiting.join(', ')}.`,
    context: { pipeline: engine.name },
  })
}
