import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { withBucket } from '../bucket/bucket-error.ts'
import type { S3Credentials } from '../bucket/credentials.ts'
import { checkDeleted, type NotDeleted } from '../bucket/delete-each.ts'
import { keysOfBucket, type RemoteUrl } from '../bucket/keys-of-bucket.ts'
import { loadSdk } from '../bucket/load-sdk.ts'
import { isNetworkFault } from '../bucket/network-fault.ts'
import { PUT_TOKEN, putOnce } from '../bucket/put-once.ts'
import { withFile } from '../file-error.ts'
import type { Storage, StoredObject } from '../storage.ts'
import { s3Client } from './s3-client.ts'
import { s3Fault, statusOf } from './s3-fault.ts'

const MEGABYTE = 1024 * 1024
const PART_BYTES = 8 * MEGABYTE
const MOST_PARTS = 10_000
const PARTS_AT_ONCE = 4
const READ_TRIES = 3
/** As many as one request takes. */
const DELETED_AT_ONCE = 1000

/** Objects below `s3://bucket/prefix`, of Amazon or of a service that is compatible. */
export async function s3Storage(url: RemoteUrl, credentials: S3Credentials = { kind: 's3' }): Promise<Storage> {
  const { sdk, client } = await s3Client(credentials)
  const { location, nameOf, prefixOf, keyOf, urlOf } = keysOfBucket(url)
  const Bucket = url.bucket
  const about = async <T>(key: string, work: () => Promise<T>) =>
    withBucket({ location, url: urlOf(key) }, s3Fault, work)
  const aboutAll = async <T>(work: () => Promise<T>) => withBucket({ location }, s3Fault, work)

  async function putFile(key: string, path: string, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted()
    const { Upload } = await loadSdk('S3 buckets', '@aws-sdk/lib-storage', () => import('@aws-sdk/lib-storage'))
    const { size } = await withFile(path, () => stat(path))
    const upload = new Upload({
      client,
      params: { Bucket, Key: nameOf(key), Body: createReadStream(path) },
      partSize: Math.max(PART_BYTES, Math.ceil(size / MOST_PARTS)),
      queueSize: PARTS_AT_ONCE,
      leavePartsOnError: false,
    })
    const abort = () => void upload.abort()
    signal?.addEventListener('abort', abort, { once: true })
    try {
      await upload.done()
    } catch (error) {
      signal?.throwIfAborted()
      throw error
    } finally {
      signal?.removeEventListener('abort', abort)
    }
  }

  const putIfAbsent = (key: string, Body: Uint8Array | string) =>
    putOnce({
      async put(token) {
        try {
          const Metadata = { [PUT_TOKEN]: token }
          await client.send(new sdk.PutObjectCommand({ Bucket, Key: nameOf(key), Body, Metadata, IfNoneMatch: '*' }))
          return 'put'
        } catch (error) {
          if (statusOf(error) === 412) return 'exists'
          if (statusOf(error) === 409) return 'again'
          throw error
        }
      },
      async tokenThere() {
        const found = await orAbsent(() => client.send(new sdk.HeadObjectCommand({ Bucket, Key: nameOf(key) })))
        return found && (found.Metadata?.[PUT_TOKEN] ?? null)
      },
    })

  async function read(key: string, Range?: string, signal?: AbortSignal) {
    const request = { Bucket, Key: nameOf(key), ...(Range !== undefined && { Range }) }
    return orAbsent(() => client.send(new sdk.GetObjectCommand(request), signal && { abortSignal: signal }))
  }

  async function getRange(key: string, start: number, length: number): Promise<Uint8Array> {
    if (length === 0) return new Uint8Array(0)
    const request = { Bucket, Key: nameOf(key), Range: `bytes=${start}-${start + length - 1}` }
    try {
      const { Body } = await client.send(new sdk.GetObjectCommand(request))
      return (await Body?.transformToByteArray()) ?? new Uint8Array(0)
    } catch (error) {
      // The range begins behind the end.
      if (statusOf(error) === 416) return new Uint8Array(0)
      throw error
    }
  }

  async function getFile(key: string, path: string, signal?: AbortSignal): Promise<boolean> {
    signal?.throwIfAborted()
    const found = await read(key, undefined, signal)
    if (found === undefined) return false
    const body = found.Body instanceof Readable ? found.Body : Readable.from([])
    await withFile(path, () => pipeline(body, createWriteStream(path), { ...(signal && { signal }) }))
    return true
  }

  async function entries(prefix: string): Promise<readonly StoredObject[]> {
    const found: StoredObject[] = []
    for await (const page of sdk.paginateListObjectsV2({ client }, { Bucket, Prefix: prefixOf(prefix) })) {
      for (const { Key = '', Size = 0, LastModified } of page.Contents ?? []) {
        const key = keyOf(Key)
        if (key !== undefined) found.push({ key, size: Size, modifiedAt: (LastModified ?? new Date(0)).toISOString() })
      }
    }
    return found.sort((a, b) => (a.key < b.key ? -1 : 1))
  }

  async function deletePrefix(prefix: string): Promise<void> {
    const keys = (await entries(prefix)).map(({ key }) => key)
    const notDeleted: NotDeleted[] = []
    for (let at = 0; at < keys.length; at += DELETED_AT_ONCE) {
      const Objects = keys.slice(at, at + DELETED_AT_ONCE).map((key) => ({ Key: nameOf(key) }))
      const { Errors = [] } = await client.send(
        new sdk.DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
      )
      notDeleted.push(
        ...Errors.map(({ Key = '', Code, Message }) => ({ key: Key, why: Message ?? Code ?? 'no reason' })),
      )
    }
    checkDeleted(location, keys.length, notDeleted)
  }

  return {
    put: (key, Body) =>
      about(key, async () => {
        await client.send(new sdk.PutObjectCommand({ Bucket, Key: nameOf(key), Body }))
      }),
    putFile: (key, path, signal) => about(key, () => putFile(key, path, signal)),
    putIfAbsent: (key, body) => about(key, () => putIfAbsent(key, body)),
    get: (key) => about(key, () => unbroken(async () => (await read(key))?.Body?.transformToByteArray())),
    getRange: (key, start, length) => about(key, () => unbroken(() => getRange(key, start, length))),
    getFile: (key, path, signal) => about(key, () => unbroken(() => getFile(key, path, signal))),
    list: (prefix) => aboutAll(async () => (await entries(prefix)).map(({ key }) => key)),
    entries: (prefix) => aboutAll(() => entries(prefix)),
    delete: (key) =>
      about(key, async () => {
        await client.send(new sdk.DeleteObjectCommand({ Bucket, Key: nameOf(key) }))
      }),
    deletePrefix: (prefix) => aboutAll(() => deletePrefix(prefix)),
    urlOf,
  }
}

/** The SDK asks again for an answer that does not come, but not for one that breaks off in the middle. */
async function unbroken<T>(read: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await read()
    } catch (error) {
      if (tries === READ_TRIES || !isNetworkFault(error)) throw error
    }
  }
}

/** Undefined where there is no such object. A bucket that is missing stays an error. */
async function orAbsent<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    const name = error instanceof Error ? error.name : ''
    if (name === 'NoSuchKey' || name === 'NotFound') return undefined
    throw error
  }
}
