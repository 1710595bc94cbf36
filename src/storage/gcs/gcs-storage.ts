import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { type BucketFault, withBucket } from '../bucket/bucket-error.ts'
import type { GcsCredentials } from '../bucket/credentials.ts'
import { deleteEach } from '../bucket/delete-each.ts'
import { keysOfBucket, type RemoteUrl } from '../bucket/keys-of-bucket.ts'
import { PUT_TOKEN, putOnce } from '../bucket/put-once.ts'
import { withFile } from '../file-error.ts'
import type { Storage, StoredObject } from '../storage.ts'
import { gcsBucket } from './gcs-client.ts'
import { gcsFault, statusOf } from './gcs-fault.ts'

const MEGABYTE = 1024 * 1024
/** What is larger is sent in pieces, each of which can be sent again. */
const PIECE_BYTES = 8 * MEGABYTE

/** Objects below `gs://bucket/prefix` of Google Cloud Storage. */
export async function gcsStorage(url: RemoteUrl, credentials: GcsCredentials = { kind: 'gcs' }): Promise<Storage> {
  const bucket = await gcsBucket(url.bucket, credentials)
  const { location, nameOf, prefixOf, keyOf, urlOf } = keysOfBucket(url)
  const file = (key: string) => bucket.file(nameOf(key))
  const putting = async <T>(key: string, work: () => Promise<T>) =>
    withBucket({ location, url: urlOf(key) }, bucketFault, work)
  const about = async <T>(key: string, work: () => Promise<T>) =>
    withBucket({ location, url: urlOf(key) }, gcsFault, work)
  const aboutAll = async <T>(work: () => Promise<T>) => withBucket({ location }, bucketFault, work)

  async function put(key: string, body: Uint8Array | string): Promise<void> {
    await file(key).save(bytesOf(body), { resumable: false })
  }

  async function putFile(key: string, path: string, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted()
    const { size } = await withFile(path, () => stat(path))
    const target = file(key).createWriteStream(
      size > PIECE_BYTES ? { resumable: true, chunkSize: PIECE_BYTES } : { resumable: false },
    )
    await pipeline(createReadStream(path), target, { ...(signal && { signal }) })
  }

  const putIfAbsent = (key: string, body: Uint8Array | string) =>
    putOnce({
      async put(token) {
        try {
          await file(key).save(bytesOf(body), {
            resumable: false,
            metadata: { metadata: { [PUT_TOKEN]: token } },
            preconditionOpts: { ifGenerationMatch: 0 },
          })
          return 'put'
        } catch (error) {
          if (statusOf(error) === 412) return 'exists'
          if (statusOf(error) === 409) return 'again'
          throw error
        }
      },
      async tokenThere() {
        const found = await orAbsent(() => file(key).getMetadata())
        if (found === undefined) return undefined
        const token = found[0].metadata?.[PUT_TOKEN]
        return typeof token === 'string' ? token : null
      },
    })

  async function get(key: string): Promise<Uint8Array | undefined> {
    const found = await orAbsent(() => file(key).download())
    return found?.[0]
  }

  async function getRange(key: string, start: number, length: number): Promise<Uint8Array> {
    if (length === 0) return new Uint8Array(0)
    try {
      const [bytes] = await file(key).download({ start, end: start + length - 1 })
      return bytes
    } catch (error) {
      // The range begins behind the end.
      if (statusOf(error) === 416) return new Uint8Array(0)
      throw error
    }
  }

  async function getFile(key: string, path: string, signal?: AbortSignal): Promise<boolean> {
    signal?.throwIfAborted()
    const copied = await orAbsent(async () => {
      const body = file(key).createReadStream()
      await withFile(path, () => pipeline(body, createWriteStream(path), { ...(signal && { signal }) }))
      return true
    })
    return copied ?? false
  }

  async function entries(prefix: string): Promise<readonly StoredObject[]> {
    const [files] = await bucket.getFiles({ prefix: prefixOf(prefix) })
    const found = files.flatMap(({ name, metadata }) => {
      const key = keyOf(name)
      if (key === undefined) return []
      return [{ key, size: Number(metadata.size ?? 0), modifiedAt: new Date(metadata.updated ?? 0).toISOString() }]
    })
    return found.sort((a, b) => (a.key < b.key ? -1 : 1))
  }

  async function deleteKey(key: string): Promise<void> {
    await file(key).delete({ ignoreNotFound: true })
  }

  return {
    put: (key, body) => putting(key, () => put(key, body)),
    putFile: (key, path, signal) => putting(key, () => putFile(key, path, signal)),
    putIfAbsent: (key, body) => putting(key, () => putIfAbsent(key, body)),
    get: (key) => about(key, () => get(key)),
    getRange: (key, start, length) => about(key, () => getRange(key, start, length)),
    getFile: (key, path, signal) => about(key, () => getFile(key, path, signal)),
    list: (prefix) => aboutAll(async () => (await entries(prefix)).map(({ key }) => key)),
    entries: (prefix) => aboutAll(() => entries(prefix)),
    delete: (key) => about(key, () => deleteKey(key)),
    deletePrefix: (prefix) =>
      aboutAll(async () => {
        const keys = (await entries(prefix)).map(({ key }) => key)
        await deleteEach({ location, asked: keys.length }, keys, deleteKey)
      }),
    urlOf,
  }
}

/** What is not there when a bucket is listed or something is put into it is the bucket. */
function bucketFault(error: unknown): BucketFault {
  return statusOf(error) === 404 ? 'bucket_missing' : gcsFault(error)
}

async function orAbsent<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (statusOf(error) === 404 && gcsFault(error) === 'object_missing') return undefined
    throw error
  }
}

function bytesOf(body: Uint8Array | string): Buffer {
  return typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.byteLength)
}
