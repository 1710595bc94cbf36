import { afterAll, beforeAll } from 'vitest'
import type { Place } from './place.ts'

/** Keeps one place for the tests of a file: `const place = usePlace(s3Place)`; what is returned gives it. */
export function usePlace<P extends Place>(open: () => Promise<P>): () => P {
  let place: P | undefined
  beforeAll(async () => {
    place = await open()
  })
  afterAll(async () => {
    await place?.[Symbol.asyncDispose]()
  })
  return () => {
    if (place === undefined) throw new Error('the place is not open yet')
    return place
  }
}
