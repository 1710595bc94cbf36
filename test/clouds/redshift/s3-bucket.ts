import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { parseBucketUrl } from '../../../src/storage/bucket/bucket-url.ts'
import { openBucket } from '../../../src/storage/bucket/open-bucket.ts'
import type { SuiteBucket } from '../../redshift/redshift-place.ts'
import type { s3Place } from '../places/s3.ts'

type S3Place = Awaited<ReturnType<typeof s3Place>>

/** A bucket of the gateway, read by the stand-in as whom a COPY names. */
export function s3Bucket(place: S3Place, bucketUrl = place.bucketUrl): SuiteBucket {
  const url = parseBucketUrl(bucketUrl, '/')
  const { credentials, endpoint } = place
  return {
    place: { url: () => url, open: async () => ({ url, credentials, storage: await openBucket(url, credentials) }) },
    async getObject(address, access) {
      if ('role' in access)
        throw new Error(`S3ServiceException:Not authorized to assume role ${access.role},Status 403`)
      const { keyId, secret, token } = access
      const client = new S3Client({
        endpoint,
        region: credentials.regionName ?? 'us-east-1',
        forcePathStyle: true,
        credentials: {
          accessKeyId: keyId,
          secretAccessKey: secret,
          ...(token !== undefined && { sessionToken: token }),
        },
      })
      const [, Bucket = '', Key = ''] = /^s3:\/\/([^/]+)\/(.*)$/.exec(address) ?? []
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }))
        return Buffer.from((await Body?.transformToByteArray()) ?? [])
      } catch (error) {
        throw new Error(`S3ServiceException:${error instanceof Error ? `${error.name} ${error.message}` : 'failed'}`)
      } finally {
        client.destroy()
      }
    },
  }
}
