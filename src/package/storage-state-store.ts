import { resolve } from 'node:path'
import type { StateSnapshot, StateStore } from '../contracts/state-store.ts'
import { SchemaError } from '../errors/tolva-error.ts'
import { localStorage } from '../storage/local.ts'
import type { Storage } from '../storage/storage.ts'
import { checkName } from './file-name.ts'

const SUFFIX = '.json'

/** A state store over files by key: `<prefix><pipeline>/<sequence>.json`, each put once. */
export function storageStateStore(
  storage: Pick<Storage, 'get' | 'list' | 'putIfAbsent' | 'delete'>,
  options: { readonly location: string; readonly prefix?: string },
): StateStore {
  const folderOf = (pipeline: string) => `${options.prefix ?? ''}${checkName(pipeline, 'pipeline')}/`
  const keyOf = (pipeline: string, sequence: number) =>
    `${folderOf(pipeline)}${String(sequence).padStart(10, '0')}${SUFFIX}`

  async function sequences(pipeline: string): Promise<readonly number[]> {
    const folder = folderOf(pipeline)
    const names = (await storage.list(folder)).map((key) => key.slice(folder.length))
    return names.filter((name) => /^\d+\.json$/.test(name)).map((name) => Number(name.slice(0, -SUFFIX.length)))
  }

  return {
    location: options.location,
    async read(pipeline) {
      const newestFirst = (await sequences(pipeline)).toSorted((a, b) => b - a)
      const bodies = await Promise.all(newestFirst.map((sequence) => storage.get(keyOf(pipeline, sequence))))
      return bodies.flatMap((body, index) => (body === undefined ? [] : [parse(body, newestFirst[index] ?? 0)]))
    },
    add: (pipeline, snapshot) =>
      storage.putIfAbsent(
        keyOf(pipeline, snapshot.sequence),
        `${JSON.stringify({ version: 1, ...snapshot }, null, 2)}\n`,
      ),
    async prune(pipeline, before) {
      for (const sequence of await sequences(pipeline)) {
        if (sequence < before) await storage.delete(keyOf(pipeline, sequence))
      }
    },
  }
}

/** A state store in a folder, such as one that all machines mount. */
export function folderStateStore(path: string): StateStore {
  return storageStateStore(localStorage(path), { location: resolve(path) })
}

function parse(body: Uint8Array, sequence: number): StateSnapshot {
  const value: unknown = JSON.parse(new TextDecoder().decode(body))
  if (isSnapshot(value) && value.version === 1 && value.sequence === sequence) return value
  throw new SchemaError(`Snapshot ${sequence} of the state store is none that this version can read.`, {
    code: 'invalid_state',
    hint: 'Upgrade tolva, or delete that file to go on from the snapshot before it.',
  })
}

function isSnapshot(value: unknown): value is StateSnapshot & { readonly version: unknown } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'version' in value &&
    'sequence' in value &&
    'loadId' in value &&
    typeof value.loadId === 'string' &&
    'state' in value &&
    typeof value.state === 'string' &&
    'schemas' in value &&
    typeof value.schemas === 'object' &&
    value.schemas !== null &&
    Object.values(value.schemas).every((schema) => typeof schema === 'string')
  )
}
