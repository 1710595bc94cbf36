import { describe, expect, it } from 'vitest'
import { parseBucketUrl } from '../../src/storage/bucket/bucket-url.ts'
import { openBucket } from '../../src/storage/bucket/open-bucket.ts'
import { CLOUDS } from './places/clouds.ts'
import { usePlace } from './places/use-place.ts'

describe.each(CLOUDS)('the stand-in of $name', ({ open }) => {
  const place = usePlace(open)

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
