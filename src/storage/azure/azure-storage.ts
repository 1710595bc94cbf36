import { createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { withBucket } from '../bucket/bucket-error.ts'
import type { AzureCredentials } from '../bucket/credentials.ts'
import { deleteEach } from '../bucket/delete-each.ts'
import { keysOfBucket, type RemoteUrl } from '../bucket/keys-of-bucket.ts'
import { PUT_TOKEN, putOnce } from '../bucket/put-once.ts'
import { withFile } from '../file-error.ts'
import type { Storage, StoredObject } from '../storage.ts'
import { azureContainer } from './azure-client.ts'
import { azureFault, statusOf } from './azure-fault.ts'

const MEGABYTE = 1024 * 1024
const BLOCK_BYTES = 8 * MEGABYTE
const MOST_BLOCKS = 50_000
const BLOCKS_AT_ONCE = 4
/** As many as one request takes. */
const DELETED_AT_ONCE = 256
/** A stream that breaks is gone on with where it was, if the blob is still the same. */
const STREAM_TRIES = 5

/** Blobs below `az://container/prefix`. */
export async function azureStorage(
  url: RemoteUrl,
  credentials: AzureCredentials = { kind: 'azure' },
): Promise<Storage> {
  const container = await azureContainer(url, credentials)
  const { location, nameOf, prefixOf, keyOf, urlOf } = keysOfBucket(url)
  const blob = (key: string) => container.getBlockBlobClient(nameOf(key))
  const about = async <T>(key: string, work: () => Promise<T>) =>
    withBucket({ location, url: urlOf(key) }, azureFault, work)
  const aboutAll = async <T>(work: () => Promise<T>) => withBucket({ location }, azureFault, work)

  async function put(key: string, body: Uint8Array | string): Promise<void> {
    const bytes = bytesOf(body)
    await blob(key).upload(bytes, bytes.length)
  }

  async function putFile(key: string, path: string, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted()
    const { size } = await withFile(path, () => stat(path))
    await blob(key).uploadFile(path, {
      blockSize: Math.max(BLOCK_BYTES, Math.ceil(size / MOST_BLOCKS)),
      maxSingleShotSize: BLOCK_BYTES,
      concurrency: BLOCKS_AT_ONCE,
      ...(signal && { abortSignal: signal }),
    })
  }

  const putIfAbsent = (key: string, body: Uint8Array | string) =>
    putOnce({
      async put(token) {
        const bytes = bytesOf(body)
        try {
          await blob(key).upload(bytes, bytes.length, {
            metadata: { [PUT_TOKEN]: token },
            conditions: { ifNoneMatch: '*' },
          })
          return 'put'
        } catch (error) {
          const status = statusOf(error)
          if (status === 412 || (status === 409 && isThere(error))) return 'exists'
          if (status === 409) return 'again'
          throw error
        }
      },
      async tokenThere() {
        const found = await orAbsent(() => blob(key).getProperties())
        return found && (found.metadata?.[PUT_TOKEN] ?? null)
      },
    })

  async function bodyOf(key: string, signal?: AbortSignal): Promise<Readable | undefined> {
    const options = { maxRetryRequests: STREAM_TRIES, ...(signal && { abortSignal: signal }) }
    const found = await orAbsent(() => blob(key).download(0, undefined, options))
    return found && Readable.from(found.readableStreamBody ?? [])
  }

  async function get(key: string): Promise<Uint8Array | undefined> {
    const body = await bodyOf(key)
    return body && buffer(body)
  }

  async function getRange(key: string, start: number, length: number): Promise<Uint8Array> {
    if (length === 0) return new Uint8Array(0)
    try {
      const { readableStreamBody } = await blob(key).download(start, length, { maxRetryRequests: STREAM_TRIES })
      return await buffer(Readable.from(readableStreamBody ?? []))
    } catch (error) {
      // The range begins behind the end.
      if (statusOf(error) === 416) return new Uint8Array(0)
      throw error
    }
  }

  async function getFile(key: string, path: string, signal?: AbortSignal): Promise<boolean> {
    signal?.throwIfAborted()
    const body = await bodyOf(key, signal)
    if (body === undefined) return false
    await withFile(path, () => pipeline(body, createWriteStream(path), { ...(signal && { signal }) }))
    return true
  }

  async function entries(prefix: string): Promise<readonly StoredObject[]> {
    const found: StoredObject[] = []
    for await (const item of container.listBlobsFlat({ prefix: prefixOf(prefix), includeMetadata: true })) {
      const key = keyOf(item.name)
      // Accounts with real folders list them too.
      if (key === undefined || item.metadata?.hdi_isfolder === 'true') continue
      const { contentLength = 0, lastModified } = item.properties
      found.push({ key, size: contentLength, modifiedAt: lastModified.toISOString() })
    }
    return found.sort((a, b) => (a.key < b.key ? -1 : 1))
  }

  async function deleteKey(key: string): Promise<void> {
    try {
      await blob(key).deleteIfExists()
    } catch (error) {
      if (!hasSnapshots(error)) throw error
      await blob(key).deleteIfExists({ deleteSnapshots: 'include' })
    }
  }

  async function deletePrefix(prefix: string): Promise<void> {
    const keys = (await entries(prefix)).map(({ key }) => key)
    const left: string[] = []
    for (let at = 0; at < keys.length; at += DELETED_AT_ONCE) {
      const some = keys.slice(at, at + DELETED_AT_ONCE)
      const { subResponses } = await container.getBlobBatchClient().deleteBlobs(some.map(blob))
      left.push(...some.filter((_, index) => (subResponses[index]?.status ?? 0) >= 400))
    }
    // One by one they tell why, and those that are gone by now are no error.
    await deleteEach({ location, asked: keys.length }, left, deleteKey)
  }

  return {
    put: (key, body) => about(key, () => put(key, body)),
    putFile: (key, path, signal) => about(key, () => putFile(key, path, signal)),
    putIfAbsent: (key, body) => about(key, () => putIfAbsent(key, body)),
    get: (key) => about(key, () => get(key)),
    getRange: (key, start, length) => about(key, () => getRange(key, start, length)),
    getFile: (key, path, signal) => about(key, () => getFile(key, path, signal)),
    list: (prefix) => aboutAll(async () => (await entries(prefix)).map(({ key }) => key)),
    entries: (prefix) => aboutAll(() => entries(prefix)),
    delete: (key) => about(key, () => deleteKey(key)),
    deletePrefix: (prefix) => aboutAll(() => deletePrefix(prefix)),
    urlOf,
  }
}

function isThere(error: unknown): boolean {
  return error instanceof Error && /BlobAlreadyExists/.test(`${'code' in error ? error.code : ''} ${error.message}`)
}

function hasSnapshots(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'SnapshotsPresent'
}

async function orAbsent<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (azureFault(error) === 'object_missing') return undefined
    throw error
  }
}

function bytesOf(body: Uint8Array | string): Buffer {
  return typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.byteLength)
}
