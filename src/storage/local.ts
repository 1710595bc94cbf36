import { randomBytes } from 'node:crypto'
import { type FileHandle, link, mkdir, open, readdir, readFile, rm, unlink } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { isErrno } from './errno.ts'
import { withFile } from './file-error.ts'
import { renameDurably, syncFolder } from './rename-durably.ts'
import type { Storage } from './storage.ts'
import { checkKey } from './storage-key.ts'
import { createTurns } from './turns.ts'

/** Files that are read at once: who asks for all of a folder would open all of them. */
const MAX_OPEN = 32

/** Ends the name of a file that is being written; such files are never listed. */
export const TEMPORARY_SUFFIX = '.tmp'

/**
 * Files below `root`, readable by their owner only. A put is durable when it resolves: the file and its folder are fsynced.
 * @throws ConfigError `disk_full`, `read_only`, `no_permission` and the like, with the path.
 */
export function localStorage(root: string): Required<Storage> {
  const top = resolve(root)
  const turn = createTurns(MAX_OPEN)
  const pathOf = (key: string) => join(top, ...checkKey(key).split('/'))

  async function put(key: string, body: Uint8Array | string): Promise<void> {
    const path = pathOf(key)
    const temporary = await writeTemporary(path, body)
    try {
      await renameDurably(temporary, path)
    } catch (error) {
      await rm(temporary, { force: true })
      throw error
    }
  }

  async function putIfAbsent(key: string, body: Uint8Array | string): Promise<boolean> {
    const path = pathOf(key)
    const temporary = await writeTemporary(path, body)
    try {
      await link(temporary, path)
    } catch (error) {
      if (isErrno(error, 'EEXIST')) return false
      throw error
    } finally {
      await unlink(temporary)
    }
    await syncFolder(dirname(path))
    return true
  }

  async function get(key: string): Promise<Uint8Array | undefined> {
    try {
      return await readFile(pathOf(key))
    } catch (error) {
      if (isErrno(error, 'ENOENT', 'ENOTDIR', 'EISDIR')) return undefined
      throw error
    }
  }

  async function getRange(key: string, start: number, length: number): Promise<Uint8Array> {
    const file = await open(pathOf(key), 'r')
    try {
      const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, start)
      return buffer.subarray(0, bytesRead)
    } finally {
      await file.close()
    }
  }

  async function list(prefix: string): Promise<readonly string[]> {
    const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1)
    const keys = await keysBelow(folder === '' ? top : pathOf(folder.slice(0, -1)), folder)
    return keys.filter((key) => key.startsWith(prefix)).sort()
  }

  async function deleteKey(key: string): Promise<void> {
    await rm(pathOf(key), { force: true, maxRetries: 5 })
  }

  async function deletePrefix(prefix: string): Promise<void> {
    if (prefix.endsWith('/')) {
      await rm(pathOf(prefix.slice(0, -1)), { recursive: true, force: true, maxRetries: 5 })
      return
    }
    for (const key of await list(prefix)) await deleteKey(key)
  }

  return {
    put: async (key, body) => withFile(pathOf(key), () => put(key, body)),
    putIfAbsent: async (key, body) => withFile(pathOf(key), () => putIfAbsent(key, body)),
    get: async (key) => withFile(pathOf(key), () => turn(() => get(key))),
    getRange: async (key, start, length) => withFile(pathOf(key), () => getRange(key, start, length)),
    list: async (prefix) => withFile(join(top, prefix), () => list(prefix)),
    delete: async (key) => withFile(pathOf(key), () => deleteKey(key)),
    deletePrefix: async (prefix) => withFile(join(top, prefix), () => deletePrefix(prefix)),
    localPath: pathOf,
  }
}

async function writeTemporary(path: string, body: Uint8Array | string): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const temporary = `${path}.${randomBytes(6).toString('hex')}${TEMPORARY_SUFFIX}`
  const file = await open(temporary, 'wx', 0o600)
  try {
    await writeAndClose(file, body)
  } catch (error) {
    // On a full disk what is left of it would keep others from being written.
    await rm(temporary, { force: true })
    throw error
  }
  return temporary
}

async function writeAndClose(file: FileHandle, body: Uint8Array | string): Promise<void> {
  try {
    await file.writeFile(body)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function keysBelow(folder: string, prefix: string): Promise<string[]> {
  const keys: string[] = []
  for (const entry of await entriesOf(folder)) {
    if (entry.isDirectory()) keys.push(...(await keysBelow(join(folder, entry.name), `${prefix}${entry.name}/`)))
    else if (!entry.name.endsWith(TEMPORARY_SUFFIX)) keys.push(`${prefix}${entry.name}`)
  }
  return keys
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true })
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return []
    throw error
  }
}
