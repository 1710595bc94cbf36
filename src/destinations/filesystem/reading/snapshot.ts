import { DestinationError } from '../../../errors/tolva-error.ts'
import { broughtBy, type Intent, intentLoadIds, readIntent } from '../commit/intent.ts'
import { committedLoads, type FoundLoads, findLoads } from '../loads.ts'
import type { LakeSession } from '../session.ts'

type Reading = Pick<LakeSession, 'bucket' | 'dataset' | 'layout'>

/** What of a dataset is committed. */
export interface LakeSnapshot {
  readonly committed: ReadonlySet<string>
  /** Keys that are there and are no part of the dataset: not yet, or no more. */
  readonly hidden: ReadonlySet<string>
  /** Of those, what loads bring that are not committed. */
  readonly coming: ReadonlySet<string>
}

const ATTEMPTS = 20

/**
 * Runs work that lists files of a dataset, again where a load began or ended meanwhile: so that what it lists is the dataset as
 * it was at one moment.
 * @throws DestinationError `dataset_moves`.
 */
export async function atOneMoment<T>(session: Reading, work: (snapshot: LakeSnapshot) => Promise<T>): Promise<T> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const loads = await findLoads(session)
    const intents = await readIntents(session)
    const result = await work(snapshotOf(loads, intents))
    const { committed } = loads
    const [committedAfter, intentsAfter] = [await committedLoads(session), await intentLoadIds(session)]
    const isSame =
      committedAfter.size === committed.size &&
      [...committedAfter].every((loadId) => committed.has(loadId)) &&
      intentsAfter.length === intents.length &&
      intents.every(({ loadId }) => intentsAfter.includes(loadId))
    if (isSame) return result
  }
  throw new DestinationError(`dataset ${session.dataset} was changed by loads again and again while it was looked at`, {
    code: 'dataset_moves',
    hint: 'Read it again when fewer loads go into it at once.',
    retry: true,
    context: { dataset: session.dataset },
  })
}

/** Of intents that are there; one that goes meanwhile is not. */
async function readIntents(session: Reading): Promise<readonly Intent[]> {
  const found = await Promise.all((await intentLoadIds(session)).map((loadId) => readIntent(session, loadId)))
  return found.filter((intent) => intent !== undefined)
}

/** What of a dataset is committed, as a load sees it that lists files itself and does not mind others that begin meanwhile. */
export async function readSnapshot(session: Reading): Promise<LakeSnapshot> {
  const loads = await findLoads(session)
  return snapshotOf(loads, await readIntents(session))
}

function snapshotOf({ committed, together }: FoundLoads, intents: readonly Intent[]): LakeSnapshot {
  const coming = intents.filter(({ loadId }) => !committed.has(loadId)).flatMap(broughtBy)
  const gone = intents.filter(({ loadId }) => committed.has(loadId)).flatMap(({ deletes }) => deletes)
  const last = together.flatMap(({ puts }) => puts.map(({ key }) => key))
  return { committed, hidden: new Set([...coming, ...gone, ...last]), coming: new Set([...coming, ...last]) }
}
