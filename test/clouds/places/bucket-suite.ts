import { filesystemCapabilities } from '../../../src/destinations/filesystem/capabilities.ts'
import type { DestinationPlace } from '../../../src/testing/index.ts'
import { openFilesystem } from '../../destinations/places/filesystem-place.ts'
import type { Place } from './place.ts'

/** The filesystem destination over a bucket of a stand-in. */
export function bucketSuite(name: string, openPlace: () => Promise<Place>): DestinationPlace {
  return {
    name,
    capabilities: filesystemCapabilities,
    async open() {
      const place = await openPlace()
      const opened = openFilesystem({ bucketUrl: place.bucketUrl, credentials: place.credentials })
      return {
        ...opened,
        async close() {
          await place[Symbol.asyncDispose]()
        },
      }
    },
  }
}
