import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { packageFolder } from '../../config/own-package.ts'
import { isErrno } from '../../storage/errno.ts'

/** One file of the built page. */
export interface PageFile {
  readonly type: string
  readonly etag: string
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Absent where it would not be smaller. */
  readonly gzipped?: Uint8Array<ArrayBuffer>
  /** Its name has a digest of what it holds. */
  readonly immutable: boolean
}

/** The files of the built page by their paths: `/assets/index-3f1c.js`. */
export interface PageFiles {
  /** undefined: there is no such file, wherever the path points. */
  find(pathname: string): Promise<PageFile | undefined>
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
}
const INDEX = '/index.html'
const compress = promisify(gzip)

/** Reads each file once, until the page is built anew. Only names that a listing of the folder gave are ever opened. */
export function pageFiles(folder: string = path.join(packageFolder(), 'dist', 'dashboard-page')): PageFiles {
  let builtAt: number | undefined
  let names: ReadonlySet<string> = new Set()
  const read = new Map<string, Promise<PageFile>>()
  return {
    async find(pathname) {
      const built = await timeOf(path.join(folder, INDEX))
      if (built !== builtAt) {
        read.clear()
        names = built === undefined ? new Set() : await namesIn(folder)
        builtAt = built
      }
      if (!names.has(pathname)) return undefined
      const file = read.get(pathname) ?? readPageFile(folder, pathname)
      read.set(pathname, file)
      return file
    },
  }
}

async function timeOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).mtimeMs
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined
    throw error
  }
}

async function namesIn(folder: string): Promise<ReadonlySet<string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return new Set(
    entries
      .filter((entry) => entry.isFile())
      .map(
        ({ parentPath, name }) => `/${path.relative(folder, path.join(parentPath, name)).split(path.sep).join('/')}`,
      ),
  )
}

async function readPageFile(folder: string, name: string): Promise<PageFile> {
  const bytes = new Uint8Array(await readFile(path.join(folder, name)))
  const gzipped = new Uint8Array(await compress(bytes))
  return {
    type: TYPES[path.extname(name)] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    bytes,
    ...(gzipped.length < bytes.length * 0.9 && { gzipped }),
    immutable: name.startsWith('/assets/'),
  }
}
