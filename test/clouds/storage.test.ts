import { describe } from 'vitest'
import { parseBucketUrl } from '../../src/storage/bucket/bucket-url.ts'
import { openBucket } from '../../src/storage/bucket/open-bucket.ts'
import { storageTests } from '../storage/storage-tests.ts'
import { CLOUDS } from './places/clouds.ts'
import { usePlace } from './places/use-place.ts'

describe.each(CLOUDS)('a bucket of $name', ({ open }) => {
  const place = usePlace(open)
  let opened = 0

  storageTests(async () => {
    const { bucketUrl, credentials } = place()
    return openBucket(parseBucketUrl(`${bucketUrl}/storage ${opened++}/%2F+ü`, '/'), credentials)
  })
})
