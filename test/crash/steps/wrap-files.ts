import fs from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
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

/** Makes a step of everything that changes a file below the folder of the run: before it, half-way, after it. */
export async function wrapFiles(steps: StepCounter): Promise<void> {
  const handles = new WeakMap<object, string>()
  const descriptors = new Map<number, string>()
  const nameOf = (path: unknown) => (typeof path === 'string' ? fileInStep(steps.root, path) : undefined)
  const prototype = await handlePrototype(join(steps.root))

  for (const [method, index] of Object.entries(ON_PATHS)) {
    wrapMethod(fs.promises, method, (original, args) => {
      const file = nameOf(args[index])
      if (file === undefined) return original(args)
      return asyncStep(steps, { name: `${method} ${file}`, half: halfOf(method, args), run: original, args })
    })
    wrapMethod(fs, `${method}Sync`, (original, args) => {
      const file = nameOf(args[index])
      return file === undefined ? original(args) : syncStep(steps, `${method} ${file}`, () => original(args))
    })
  }
  wrapMethod(fs.promises, 'open', async (original, args) => {
    const file = nameOf(args[0])
    if (file === undefined || !isForWriting(args[1])) return remember(original(args), file)
    return remember(asyncStep(steps, { name: `open ${file}`, run: original, args }), file)
  })
  for (const method of ON_HANDLES) {
    wrapMethod(prototype, method, (original, args, self) => {
      const file = typeof self === 'object' && self !== null ? handles.get(self) : undefined
      if (file === undefined) return original(args)
      return asyncStep(steps, { name: `${method} ${file}`, half: halfOf(method, args), run: original, args })
    })
  }
  wrapMethod(fs, 'openSync', (original, args) => {
    const file = nameOf(args[0])
    const open = () => original(args)
    const descriptor = file !== undefined && isForWriting(args[1]) ? syncStep(steps, `open ${file}`, open) : open()
    if (typeof descriptor === 'number') {
      descriptors.delete(descriptor)
      if (file !== undefined) descriptors.set(descriptor, file)
    }
    return descriptor
  })
  for (const method of ON_DESCRIPTORS) {
    wrapMethod(fs, `${method}Sync`, (original, args) => {
      const file = typeof args[0] === 'number' ? descriptors.get(args[0]) : undefined
      return file === undefined ? original(args) : syncStep(steps, `${method} ${file}`, () => original(args))
    })
  }
  syncBuiltinESMExports()

  async function remember(opened: unknown, file: string | undefined): Promise<unknown> {
    const handle = await opened
    if (file !== undefined && typeof handle === 'object' && handle !== null) handles.set(handle, file)
    return handle
  }
}

async function handlePrototype(folder: string): Promise<object> {
  const handle: FileHandle = await open(folder, 'r')
  await handle.close()
  return Object.getPrototypeOf(handle)
}

interface AsyncStep {
  readonly name: string
  /** Does half of it. */
  readonly half?: ((original: Original) => Promise<unknown>) | undefined
  readonly run: Original
  readonly args: readonly unknown[]
}

async function asyncStep(steps: StepCounter, { name, half, run, args }: AsyncStep): Promise<unknown> {
  steps.pass(`before ${name}`)
  if (half !== undefined && steps.reach(`within ${name}`)) {
    await half(run).catch(() => undefined)
    steps.die()
  }
  const result = await run(args)
  steps.pass(`after ${name}`)
  return result
}

function syncStep<T>(steps: StepCounter, name: string, work: () => T): T {
  steps.pass(`before ${name}`)
  const result = work()
  steps.pass(`after ${name}`)
  return result
}

/** Half of what is to be written; of a folder that is to be deleted, one entry. */
function halfOf(method: string, args: readonly unknown[]): AsyncStep['half'] {
  if (method === 'rm') {
    const [path, options] = args
    return typeof path === 'string' && options !== undefined ? () => removeOne(path) : undefined
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
  return Array.isArray(buffers)
    ? [...buffers.slice(0, buffers.length >> 1), firstHalf(buffers[buffers.length >> 1])]
    : []
}

async function removeOne(path: string): Promise<void> {
  const [first] = fs.readdirSync(path, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile())
  if (first !== undefined) UNLINK(join(first.parentPath, first.name))
}

/** As it is before it is wrapped. */
const UNLINK = fs.unlinkSync

function isForWriting(flags: unknown): boolean {
  if (typeof flags === 'number') return (flags & 3) !== 0
  return typeof flags === 'string' && /[wa+x]/.test(flags)
}
