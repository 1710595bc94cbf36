import { afterAll, beforeAll, beforeEach } from 'vitest'
import { type DestinationPlace, openSuite, type Suite } from '../../../src/testing/index.ts'
import { NO_POSTGRES } from '../../postgres/database.ts'

/** Opens a place for the tests of a `describe`, which are left out where it cannot be had; what is returned gives it. */
export function useSuite(place: DestinationPlace): () => Suite {
  let suite: Suite | undefined
  beforeAll(async () => {
    suite = await openSuite(place).catch((error: unknown) => {
      if (error instanceof Error && error.message === NO_POSTGRES) return undefined
      throw error
    })
  })
  afterAll(async () => {
    await suite?.[Symbol.asyncDispose]()
  })
  beforeEach(({ skip }) => {
    if (suite === undefined) skip(NO_POSTGRES)
  })
  return () => {
    if (suite === undefined) throw new Error(NO_POSTGRES)
    return suite
  }
}
