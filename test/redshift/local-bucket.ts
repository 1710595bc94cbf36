import { Secret } from '../../src/config/secret.ts'
import type { FilePlace } from '../../src/contracts/destination.ts'
import { localStorage } from '../../src/storage/local.ts'
import type { StandInOptions } from './stand-in.ts'

/** A folder that calls itself a bucket of S3, and lets in who has its key. */
export function localBucket(folder: string): {
  readonly place: FilePlace
  readonly getObject: StandInOptions['getObject']
} {
  const local = localStorage(folder)
  const url = { scheme: 's3', bucket: 'stage', prefix: '' } as const
  const storage = { ...local, urlOf: (key: string) => `s3://stage/${key}` }
  const credentials = {
    kind: 's3',
    accessKeyId: 'key',
    secretAccessKey: new Secret("se'cret\\"),
    regionName: 'eu-central-1',
  } as const
  return {
    place: { url: () => url, open: async () => ({ url, storage, credentials }) },
    async getObject(address, access) {
      if ('role' in access || access.keyId !== 'key' || access.secret !== "se''cret\\\\") {
        throw new Error('S3ServiceException:Access Denied,Status 403')
      }
      const body = await local.get(address.replace('s3://stage/', ''))
      if (body === undefined)
        throw new Error('S3ServiceException:The specified key does not exist,Status 404,Error NoSuchKey')
      return Buffer.from(body)
    },
  }
}
