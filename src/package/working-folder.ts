import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { localStorage } from '../storage/local.ts'
import type { Storage } from '../storage/storage.ts'
import { fileName } from './file-name.ts'
import type { Lease } from './lease.ts'

/**
 * Where a pipeline keeps what is on its way: `state.json`, `schemas/<name>.schema.json`, `packages/<load id>/…`, `trace.json`,
 * `lease.json`. Keys are those of `storage`.
 */
export interface WorkingFolder {
  readonly pipeline: string
  /** Absolute. */
  readonly path: string
  readonly storage: Required<Storage>
  /** Of the run that works here; absent for who only reads. It is looked at before anything is decided. */
  readonly lease?: Pick<Lease, 'assertHeld' | 'signal'>
}

export interface DataDirOptions {
  /** Default `$TOLVA_DATA_DIR`, else `~/.tolva`. */
  readonly dataDir?: string
  /** Default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** The folder of all pipelines. Absolute. */
export function pipelinesDir(options: DataDirOptions = {}): string {
  const env = options.env ?? process.env
  return join(resolve(options.dataDir ?? (env.TOLVA_DATA_DIR || join(homedir(), '.tolva'))), 'pipelines')
}

/**
 * The working folder of one pipeline; nothing is made before something is put there.
 * @throws ConfigError code `bad_name`.
 */
export function workingFolder(pipeline: string, options: DataDirOptions = {}): WorkingFolder {
  const path = join(pipelinesDir(options), fileName(pipeline, 'pipeline'))
  return { pipeline, path, storage: localStorage(path) }
}
