import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DestinationError } from '../errors/tolva-error.ts'
import type { Storage } from './storage.ts'
import { createTurns } from './turns.ts'

/** Local copies of objects, which go when it is disposed. */
export interface TemporaryCopies extends AsyncDisposable {
  /**
   * Where the copy of a key is; it is fetched once.
   * @throws DestinationError `object_missing`.
   */
  of(key: string): Promise<string>
}

/** Copies that are fetched at once. */
const AT_ONCE = 8

/** Makes the copies in a temporary folder, under names that end as their keys do. */
export function temporaryCopies(storage: Storage, signal?: AbortSignal): TemporaryCopies {
  const copies = new Map<string, Promise<string>>()
  const turn = createTurns(AT_ONCE)
  let folder: Promise<string> | undefined

  async function fetchCopy(key: string, number: number): Promise<string> {
    folder ??= mkdtemp(join(tmpdir(), 'tolva-copies-'))
    const path = join(await folder, `${number}${endingOf(key)}`)
    if (await storage.getFile(key, path, signal)) return path
    throw new DestinationError(`${storage.urlOf(key)} is not there`, {
      code: 'object_missing',
      hint: 'Read again: it was deleted or replaced while it was being read.',
      context: { url: storage.urlOf(key) },
      retry: true,
    })
  }

  return {
    of(key) {
      const known = copies.get(key)
      if (known !== undefined) return known
      // Of its own also where it has to wait for its turn.
      const number = copies.size
      const copy = turn(() => fetchCopy(key, number))
      copies.set(key, copy)
      return copy
    },
    async [Symbol.asyncDispose]() {
      await Promise.allSettled(copies.values())
      if (folder !== undefined) await rm(await folder, { recursive: true, force: true })
    },
  }
}

/** `.jsonl.gz` of `a/b.1.jsonl.gz`: readers tell the format and the compression by it. */
function endingOf(key: string): string {
  return /(\.[A-Za-z0-9]+){0,2}$/.exec(key)?.[0] ?? ''
}
