import type { DestinationPlace } from '../../src/testing/index.ts'
import { filesystemPlace, openFilesystem } from '../destinations/places/filesystem-place.ts'
import { runCases } from '../destinations/places/run-cases.ts'
import { CLOUDS } from './places/clouds.ts'

/** Makes a test of each case that the filesystem destination must pass in a cloud; a file a cloud, so that they run side by side. */
export function filesystemCases(cloudName: (typeof CLOUDS)[number]['name']): void {
  const cloud = CLOUDS.find(({ name }) => name === cloudName)
  if (cloud === undefined) throw new Error(`there is no stand-in for ${cloudName}`)
  const place: DestinationPlace = {
    ...filesystemPlace(),
    name: `filesystem in ${cloudName}`,
    async open() {
      const opened = await cloud.open()
      const { bucketUrl, credentials } = opened
      return {
        ...openFilesystem({ bucketUrl: `${bucketUrl}/lake`, credentials }),
        close: async () => opened[Symbol.asyncDispose](),
      }
    },
  }
  runCases(place)
}
