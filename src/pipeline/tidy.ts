import { type GivenUpLimits, pruneGivenUp } from '../package/given-up.ts'
import { pruneLoaded } from '../package/list-packages.ts'
import type { Engine } from './engine.ts'

/** How much of what is over is remembered in the working folder. What waits to be loaded is never deleted. */
export interface Keep {
  /** Packages that are loaded, without their rows. Default 100, at least 1. */
  readonly loaded?: number
  /** Packages that were aborted or discarded, without their rows. */
  readonly givenUp?: GivenUpLimits
  /** Reports of runs. Default 20. */
  readonly traces?: number
}

const LOADED = 100

/** Deletes the oldest records of what is over. A failure is logged: nothing depends on it. Only under the lease. */
export async function tidy({ folder, context, keep, name }: Engine): Promise<void> {
  try {
    // The newest load id is read from the records: the next one has to be above it.
    await pruneLoaded(folder, Math.max(1, keep.loaded ?? LOADED))
    await pruneGivenUp(folder, keep.givenUp ?? {}, context.now())
  } catch (error) {
    context.logger.warn('old records were not deleted', { pipeline: name, error })
  }
}
