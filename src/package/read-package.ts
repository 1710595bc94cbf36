import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { JobFile, LoadPackage } from '../contracts/load-package.ts'
import { DestinationError } from '../errors/tolva-error.ts'
import { parseExact } from '../values/exact-json.ts'
import { isLoadPackage } from './manifest-guard.ts'
import { packageKeys } from './package-keys.ts'
import { sizeOf } from './size-of.ts'
import type { WorkingFolder } from './working-folder.ts'

/**
 * The manifest of a sealed package; undefined where there is none, whatever else lies there.
 * @throws DestinationError code `package_damaged` where it cannot be read.
 */
export async function readPackage(folder: WorkingFolder, loadId: string): Promise<LoadPackage | undefined> {
  const key = packageKeys(loadId).manifest
  const bytes = await folder.storage.get(key)
  if (bytes === undefined) return undefined
  const load = parse(bytes)
  if (isLoadPackage(load) && load.loadId === loadId) return load
  throw damaged(folder, loadId, `${folder.storage.localPath(key)} is not a manifest of this load package`)
}

/** Absolute path of a job's file. */
export function jobPath(folder: WorkingFolder, load: LoadPackage, job: JobFile): string {
  return folder.storage.localPath(`${packageKeys(load.loadId).folder}${job.file}`)
}

/**
 * Checks that the files of a package are those that were sealed.
 * @param by `digest` reads every byte; `size` is enough for what this process has just written.
 * @throws DestinationError code `package_damaged`.
 */
export async function verifyPackage(folder: WorkingFolder, load: LoadPackage, by: 'digest' | 'size'): Promise<void> {
  for (const job of load.jobs) {
    const path = jobPath(folder, load, job)
    const size = await sizeOf(path)
    if (size === undefined) throw damaged(folder, load.loadId, `${path} is gone`)
    if (size !== job.bytes) throw damaged(folder, load.loadId, `${path} has ${size} bytes instead of ${job.bytes}`)
    if (by === 'size') continue
    if ((await sha256(path)) !== job.digest) throw damaged(folder, load.loadId, `the content of ${path} has changed`)
  }
}

function parse(bytes: Uint8Array): unknown {
  try {
    return parseExact(bytes)
  } catch {
    return undefined
  }
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex')
}

function damaged(folder: WorkingFolder, loadId: string, what: string): DestinationError {
  return new DestinationError(`load package ${loadId} is damaged: ${what}`, {
    code: 'package_damaged',
    hint:
      'Nothing of it was loaded. Go back to the state before, so that the next run reads its rows again: ' +
      `tolva pipeline ${folder.pipeline} package abort ${loadId} --yes`,
    context: { pipeline: folder.pipeline },
  })
}
