import { describe, expect, it } from 'vitest'
import { parseBucketUrl } from '../../src/storage/bucket/bucket-url.ts'
import { openBucket } from '../../src/storage/bucket/open-bucket.ts'
import { azurePlace } from './places/azure.ts'
import { gcsPlace } from './places/gcs.ts'
import { s3Place } from './places/s3.ts'
import { usePlace } from './places/use-place.ts'

describe.each([
  { name: 's3', open: s3Place },
  { name: 'gcs', open: gcsPlace },
  { name: 'azure', open: azurePlace },
])('the stand-in of $name', ({ open }) => {
  const place = usePlace<Awaited<ReturnType<typeof open>>>(open)

  it('has what it took after it was stopped and started on the same port', async () => {
    const { bucketUrl, credentials, restart } = place()
    const storage = await openBucket(parseBucketUrl(`${bucketUrl}/below`, '/'), credentials)
    await storage.put('a/b.txt', 'kept')
    await restart()
    expect(new TextDecoder().decode(await storage.get('a/b.txt'))).toBe('kept')
    await storage.put('a/c.txt', 'more')
    expect(await storage.list('')).toEqual(['a/b.txt', 'a/c.txt'])
  })
})
