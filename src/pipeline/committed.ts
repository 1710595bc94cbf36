import { DestinationError } from '../errors/tolva-error.ts'
import { isLoadIdTaken } from '../package/load-id-taken.ts'
import { connect, contextOf, type Engine, freshState } from './engine.ts'
import { readWorkspace } from './workspace.ts'

/**
 * Which of these packages the destination has committed, before something irreversible is done with them.
 * @throws DestinationError `abort_unchecked`.
 */
export async function committedOf(engine: Engine, loadIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (loadIds.length === 0) return new Set()
  const workspace = await readWorkspace(engine.folder, freshState(engine, await engine.destination()), {
    skipDamaged: true,
  })
  try {
    await using loader = await connect(engine, workspace, { context: contextOf(engine) })
    const there = await loader.committedLoadIds(loadIds)
    const own = new Set<string>()
    for (const loadId of there) if (!(await isLoadIdTaken(engine.folder, loadId))) own.add(loadId)
    return own
  } catch (cause) {
    throw new DestinationError(
      `Nothing was given up: whether ${loadIds.join(', ')} was committed could not be asked of the destination.`,
      {
        code: 'abort_unchecked',
        hint: 'Mend the connection and try again; or, where the destination is gone, { unchecked: true } or --unchecked.',
        context: { pipeline: engine.name },
        cause,
      },
    )
  }
}
