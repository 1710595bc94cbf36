import fs from 'node:fs'
import { open } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import type { StepCounter } from './step-counter.ts'
import { fileInStep } from './step-name.ts'
import { type Original, wrapMethod } from './wrap-method.ts'

/** Operation on a path → which of its arguments is the path that names the step. */
const ON_PATHS: Readonly<Record<string, number>> = {
  rename: 1,
  link: 1,
  unlink: 0,
  rm: 0,
  rmdir: 0,
  mkdir: 0,
  writeFile: 0,
  appendFile: 0,
  truncate: 0,
  copyFile: 1,
  symlink: 1,
}
const ON_HANDLES = ['write', 'writev', 'writeFile', 'appendFile', 'sync', 'datasync', 'truncate']
const ON_DESCRIPTORS = ['write', 'writev', 'fsync', 'fdatasync', 'ftruncate']
const SYNCS = ['sync', 'datasync', 'fsync', 'fdatasync']

/** A file as the system knows it and as steps name it. */
interface OpenFile {
  readonly path: string
  readonly file: string
}

/** Makes a step of everything that changes a file below the folder of the run: before it, half-way, after it. */
export async function wrapFiles(steps: StepCounter): Promise<void> {
  const { unsynced } = steps
  const handles = new WeakMap<object, OpenFile>()
  const descriptors = new Map<number, OpenFile>()
  const openFile = (path: unknown): OpenFile | undefined => {
    const file = typeof path === 'string' ? fileInStep(steps.root, path) : undefined
    return typeof path === 'string' && file !== undefined ? { path, file } : undefined
  }
  const prototype = await handlePrototype(steps.root)

  for (const [method, index] of Object.entries(ON_PATHS)) {
    wrapMethod(fs.promises, method, (original, args) => {
      const named = openFile(args[index])
      if (named === undefined) return original(args)
      const done = unsynced.naming(method, args)
      const step = { name: `${method} ${named.file}`, half: halfOf(method, args), run: original, args, done }
      return asyncStep(steps, step)
    })
    wrapMethod(fs, `${method}Sync`, (original, args) => {
      const named = openFile(args[index])
      if (named === undefined) return original(args)
      const done = unsynced.naming(method, args)
      return syncStep(steps, `${method} ${named.file}`, () => original(args), done)
    })
  }
  wrapMethod(fs.promises, 'open', async (original, args) => {
    const opened = openFile(args[0])
    if (opened === undefined || !isForWriting(args[1])) return remember(original(args), opened)
    const done = unsynced.naming('open', args)
    return remember(asyncStep(steps, { name: `open ${opened.file}`, run: original, args, done }), opened)
  })
  for (const method of ON_HANDLES) {
    wrapMethod(prototype, method, (original, args, self) => {
      const opened = typeof self === 'object' && self !== null ? handles.get(self) : undefined
      if (opened === undefined) return original(args)
      const done = touched(method, opened.path)
      return asyncStep(steps, {
        name: `${method} ${opened.file}`,
        half: halfOf(method, args),
        run: original,
        args,
        done,
      })
    })
  }
  wrapMethod(fs, 'openSync', (original, args) => {
    const opened = openFile(args[0])
    const isWritten = opened !== undefined && isForWriting(args[1])
    const done = isWritten ? unsynced.naming('open', args) : () => {}
    const descriptor = isWritten ? syncStep(steps, `open ${opened.file}`, () => original(args), done) : original(args)
    if (typeof descriptor === 'number') {
      descriptors.delete(descriptor)
      if (opened !== undefined) descriptors.set(descriptor, opened)
    }
    return descriptor
  })
  for (const method of ON_DESCRIPTORS) {
    wrapMethod(fs, `${method}Sync`, (original, args) => {
      const opened = typeof args[0] === 'number' ? descriptors.get(args[0]) : undefined
      if (opened === undefined) return original(args)
      return syncStep(steps, `${method} ${opened.file}`, () => original(args), touched(method, opened.path))
    })
  }
  syncBuiltinESMExports()

  async function remember(opening: unknown, opened: OpenFile | undefined): Promise<unknown> {
    const handle = await opening
    if (opened !== undefined && typeof handle === 'object' && handle !== null) handles.set(handle, opened)
    return handle
  }

  function touched(method: string, path: string): () => void {
    return () => (SYNCS.includes(method) ? unsynced.synced(path) : unsynced.wrote(path))
  }
}

async function handlePrototype(folder: string): Promise<object> {
  const handle = await open(folder, 'r')
  await handle.close()
  return Object.getPrototypeOf(handle)
}

interface AsyncStep {
  readonly name: string
  /** Does half of it. */
  readonly half?: ((original: Original) => Promise<unknown>) | undefined
  readonly run: Original
  readonly args: readonly unknown[]
  /** Told when it is done. */
  readonly done: () => void
}

async function asyncStep(steps: StepCounter, { name, half, run, args, done }: AsyncStep): Promise<unknown> {
  steps.pass(`before ${name}`)
  if (half !== undefined && steps.endsItself && steps.reach(`within ${name}`)) {
    await half(run).catch(() => undefined)
    done()
    steps.die()
  }
  const result = await run(args)
  done()
  steps.pass(`after ${name}`)
  return result
}

function syncStep<T>(steps: StepCounter, name: string, work: () => T, done: () => void): T {
  steps.pass(`before ${name}`)
  const result = work()
  done()
  steps.pass(`after ${name}`)
  return result
}

/** Half of what is to be written; of a folder that is to be deleted, one entry. */
function halfOf(method: string, args: readonly unknown[]): AsyncStep['half'] {
  if (method === 'rm') {
    const [path] = args
    return typeof path === 'string' ? () => removeOne(path) : undefined
  }
  if (method === 'writev') return async (original) => original([firstBuffers(args[0]), ...args.slice(1)])
  const at = ['writeFile', 'appendFile', 'write'].includes(method) ? args.findIndex(isData) : -1
  if (at < 0) return undefined
  return async (original) => original(args.map((arg, index) => (index === at ? firstHalf(arg) : arg)))
}

const isData = (value: unknown) => value instanceof Uint8Array || (typeof value === 'string' && value.length > 1)

function firstHalf(data: unknown): unknown {
  if (data instanceof Uint8Array) return data.subarray(0, data.length >> 1)
  return typeof data === 'string' ? data.slice(0, data.length >> 1) : data
}

function firstBuffers(buffers: unknown): readonly unknown[] {
  if (!Array.isArray(buffers)) return []
  return [...buffers.slice(0, buffers.length >> 1), firstHalf(buffers[buffers.length >> 1])]
}

async function removeOne(path: string): Promise<void> {
  if (!fs.existsSync(path) || !fs.statSync(path).isDirectory()) return
  const [first] = fs.readdirSync(path, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile())
  if (first !== undefined) UNLINK(join(first.parentPath, first.name))
}

/** As it is before it is wrapped. */
const UNLINK = fs.unlinkSync

function isForWriting(flags: unknown): boolean {
  if (typeof flags === 'number') return (flags & 3) !== 0
  return typeof flags === 'string' && /[wa+x]/.test(flags)
}
