import fs from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * What the system has been told and the disk has not: a power cut undoes it. As on a file system with a journal, any sync
 * makes all names durable that were given before, and the bytes of that one file.
 */
export class Unsynced {
  readonly #folder: string
  /** Undo the names given since the last sync, newest last. */
  #names: (() => void)[] = []
  /** File → how many of its bytes are durable. */
  readonly #bytes = new Map<string, number>()
  #saved = 0

  /** @param folder Keeps what may have to be brought back; on the disk of the files. */
  constructor(folder: string) {
    this.#folder = folder
    fs.mkdirSync(folder, { recursive: true })
  }

  wrote(path: string): void {
    if (!this.#bytes.has(path)) this.#bytes.set(path, 0)
  }

  synced(path: string): void {
    this.#names = []
    if (ORIGINAL.existsSync(path) && ORIGINAL.statSync(path).isFile())
      this.#bytes.set(path, ORIGINAL.statSync(path).size)
  }

  /** To be called before an operation on names; what it returns, after it. */
  naming(method: string, args: readonly unknown[]): () => void {
    const [from, to] = args
    if (typeof from !== 'string') return () => {}
    if (method === 'rename' && typeof to === 'string') return this.#renaming(from, to)
    if (method === 'link' && typeof to === 'string') return () => this.#names.push(() => ORIGINAL.unlinkSync(to))
    if (method === 'unlink' || method === 'rm') return this.#removing(from)
    if (method === 'open' && !ORIGINAL.existsSync(from)) return () => this.#names.push(() => ORIGINAL.unlinkSync(from))
    return () => {}
  }

  /** Takes back what is not on the disk. */
  cutPower(): void {
    for (const [path, size] of this.#bytes) {
      if (ORIGINAL.existsSync(path)) ORIGINAL.truncateSync(path, Math.min(size, ORIGINAL.statSync(path).size))
    }
    for (const undo of this.#names.reverse()) undo()
  }

  #renaming(from: string, to: string): () => void {
    const old = this.#save(to)
    return () => {
      this.#bytes.set(to, this.#bytes.get(from) ?? ORIGINAL.statSync(to).size)
      this.#bytes.delete(from)
      this.#names.push(() => {
        ORIGINAL.renameSync(to, from)
        old?.()
      })
    }
  }

  #removing(path: string): () => void {
    if (!ORIGINAL.existsSync(path)) return () => {}
    const files = ORIGINAL.statSync(path).isDirectory()
      ? ORIGINAL.readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
      : undefined
    const paths = files?.map((entry) => join(entry.parentPath, entry.name)) ?? [path]
    const saved = paths.map((file) => this.#save(file))
    return () => {
      this.#names.push(() => {
        for (const bringBack of saved) bringBack?.()
      })
    }
  }

  /** Returns how to bring the file back; undefined: there is none. */
  #save(path: string): (() => void) | undefined {
    if (!ORIGINAL.existsSync(path)) return undefined
    const copy = join(this.#folder, `${process.pid}-${this.#saved++}`)
    ORIGINAL.linkSync(path, copy)
    return () => {
      // What was cut half-way may not have happened to this file.
      if (ORIGINAL.existsSync(path)) return
      ORIGINAL.mkdirSync(dirname(path), { recursive: true })
      ORIGINAL.linkSync(copy, path)
    }
  }
}

/** As they are before they are wrapped. */
const ORIGINAL = { ...fs }
