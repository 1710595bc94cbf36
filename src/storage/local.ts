import { randomBytes } from 'node:crypto'
import { chmod, copyFile, type FileHandle, link, mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { isErrno } from './errno.ts'
import { withFile } from './file-error.ts'
import { renameDurably, syncFolder } from './rename-durably.ts'
import type { Storage, StoredObject } from './storage.ts'
import { checkKey } from './storage-key.ts'
import { createTurns } from './turns.ts'

/** Files that are read at once: who asks for all of a folder would open all of them. */
const MAX_OPEN = 32

const ATTEMPTS = 3

const PRIVATE = { folder: 0o700, file: 0o600 }
const SHARED = { folder: 0o777, file: 0o666 }

/** Ends the name of a file that is being written; such files are never listed. */
export const TEMPORARY_SUFFIX = '.tmp'

/**
 * Files below `root`. A put is durable when it resolves: the file and its folder are fsynced.
 * @param options.shared true: files are for everybody that the umask lets in. Default: for their owner only.
 * @throws ConfigError `disk_full`, `read_only`, `no_permission` and the like, with the path.
 */
export function localStorage(root: string, options: { readonly shared?: boolean } = {}): Required<Storage> {
  const top = resolve(root)
  const modes = options.shared ? SHARED : PRIVATE
  const turn = createTurns(MAX_OPEN)
  const pathOf = (key: string) => join(top, ...checkKey(key).split('/'))

  const put = (key: string, body: Uint8Array | string) =>
    putInPlace(pathOf(key), (temporary) => writeAndSync(temporary, body, modes.file))

  async function putInPlace(path: string, write: (temporary: string) => Promise<void>): Promise<void> {
    const temporary = await writeTemporary(path, modes.folder, write)
    try {
      await renameDurably(temporary, path)
    } catch (error) {
      await rm(temporary, { force: true })
      throw error
    }
  }

  async function putIfAbsent(key: string, body: Uint8Array | string): Promise<boolean> {
    const path = pathOf(key)
    for (let attempt = 1; ; attempt += 1) {
      const temporary = await writeTemporary(path, modes.folder, (name) => writeAndSync(name, body, modes.file))
      try {
        await link(temporary, path)
      } catch (error) {
        if (isErrno(error, 'EEXIST')) return false
        // Somebody who takes what dead processes left for waste may have taken this, too.
        if (isErrno(error, 'ENOENT') && attempt < ATTEMPTS) continue
        throw error
      } finally {
        await rm(temporary, { force: true })
      }
      await syncFolder(dirname(path))
      return true
    }
  }

  async function get(key: string): Promise<Uint8Array | undefined> {
    try {
      return await readFile(pathOf(key))
    } catch (error) {
      if (isErrno(error, 'ENOENT', 'ENOTDIR', 'EISDIR')) return undefined
      throw error
    }
  }

  async function putFile(key: string, path: string, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted()
    await putInPlace(pathOf(key), async (temporary) => {
      await copyFile(path, temporary)
      const file = await open(temporary, 'r+')
      try {
        await file.chmod(modes.file & ~process.umask())
        await file.sync()
      } finally {
        await file.close()
      }
    })
  }

  async function linkFile(key: string, path: string): Promise<boolean> {
    // A file with several names may be somebody's who goes on writing it.
    if ((await stat(path)).nlink > 1) return false
    const target = pathOf(key)
    const temporary = await writeTemporary(target, modes.folder, async (name) => {
      await link(path, name)
    }).catch((error: unknown) => {
      if (isErrno(error, 'EXDEV', 'EPERM', 'ENOTSUP', 'EMLINK', 'ENOSYS')) return undefined
      throw error
    })
    if (temporary === undefined) return false
    await chmod(temporary, modes.file & ~process.umask())
    await renameDurably(temporary, target)
    return true
  }

  async function getFile(key: string, path: string, signal?: AbortSignal): Promise<boolean> {
    signal?.throwIfAborted()
    try {
      await copyFile(pathOf(key), path)
      return true
    } catch (error) {
      if (isErrno(error, 'ENOENT', 'ENOTDIR', 'EISDIR')) return false
      throw error
    }
  }

  async function entries(prefix: string): Promise<readonly StoredObject[]> {
    const found = await Promise.all((await list(prefix)).map((key) => turn(() => entryOf(key))))
    return found.filter((entry) => entry !== undefined)
  }

  /** What is deleted while the folder is read is not there. */
  async function entryOf(key: string): Promise<StoredObject | undefined> {
    try {
      const { size, mtime } = await stat(pathOf(key))
      return { key, size, modifiedAt: mtime.toISOString() }
    } catch (error) {
      if (isErrno(error, 'ENOENT', 'ENOTDIR')) return undefined
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
    putFile: async (key, path, signal) => withFile(pathOf(key), () => putFile(key, path, signal)),
    linkFile: async (key, path) => withFile(pathOf(key), () => linkFile(key, path)),
    putIfAbsent: async (key, body) => withFile(pathOf(key), () => putIfAbsent(key, body)),
    get: async (key) => withFile(pathOf(key), () => turn(() => get(key))),
    getRange: async (key, start, length) => withFile(pathOf(key), () => getRange(key, start, length)),
    getFile: async (key, path, signal) => withFile(pathOf(key), () => turn(() => getFile(key, path, signal))),
    list: async (prefix) => withFile(join(top, prefix), () => list(prefix)),
    entries: async (prefix) => withFile(join(top, prefix), () => entries(prefix)),
    delete: async (key) => withFile(pathOf(key), () => deleteKey(key)),
    deletePrefix: async (prefix) => withFile(join(top, prefix), () => deletePrefix(prefix)),
    urlOf: pathOf,
    localPath: pathOf,
  }
}

async function writeTemporary(
  path: string,
  folderMode: number,
  write: (temporary: string) => Promise<void>,
): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: folderMode })
  const temporary = `${path}.${randomBytes(6).toString('hex')}${TEMPORARY_SUFFIX}`
  try {
    await write(temporary)
  } catch (error) {
    // On a full disk what is left of it would keep others from being written.
    await rm(temporary, { force: true })
    throw error
  }
  return temporary
}

async function writeAndSync(path: string, body: Uint8Array | string, mode: number): Promise<void> {
  const file: FileHandle = await open(path, 'wx', mode)
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
