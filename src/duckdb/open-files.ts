import { setTimeout as wait } from 'node:timers/promises'
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { DestinationError } from '../errors/tolva-error.ts'
import { duckDbDriver } from './driver.ts'
import { fileIdentity } from './file-identity.ts'
import { isHeldElsewhere, openError } from './open-error.ts'
import { openSettings } from './settings.ts'

export interface OpenOptions {
  /** Default false. A file that this process has open for writing is shared either way. */
  readonly readOnly?: boolean
  readonly signal?: AbortSignal
  /** How long to wait for another holder. Default 30,000. */
  readonly waitMs?: number
  /** A dataset in which names without one are looked up by streams. */
  readonly dataset?: string
  /** Told once when waiting begins. */
  readonly onWait?: (why: string) => void
}

/** One hold on an open file; the file is closed when its last hold is disposed. */
export interface OpenFile extends Disposable {
  /** Absolute, links resolved. */
  readonly path: string
  connect(): Promise<DuckDBConnection>
  disconnect(connection: DuckDBConnection): void
  /** Runs the work when nobody else in this process does work alone on the file. */
  alone<T>(work: () => Promise<T>): Promise<T>
}

interface Entry {
  readonly readOnly: boolean
  readonly instance: Promise<DuckDBInstance>
  readonly connections: Set<DuckDBConnection>
  readonly whenClosed: PromiseWithResolvers<void>
  holds: number
  /** The last work that is done alone, or waits for its turn. */
  last: Promise<unknown>
}

const POLL_MS = 200

/** Two instances on one file in one process lose data without an error, so all of the process shares this table. */
const entries = new Map<string, Entry>()

/**
 * Opens a DuckDB file, or shares it where this process has it open. Another holder is waited for.
 * @throws DestinationError `duckdb_file_held` (names the process), `duckdb_file_too_new`, `duckdb_file_missing`, `duckdb_not_a_database`, `duckdb_open_failed`.
 */
export async function openFile(path: string, options: OpenOptions = {}): Promise<OpenFile> {
  const identity = await fileIdentity(path)
  const readOnly = options.readOnly ?? false
  const deadline = performance.now() + (options.waitMs ?? 30_000)
  for (let waited = false; ; waited = true) {
    options.signal?.throwIfAborted()
    const left = deadline - performance.now()
    const entry = entries.get(identity)
    if (entry?.readOnly && !readOnly) {
      if (left <= 0) throw heldHere(identity)
      if (!waited) options.onWait?.(`${identity} is being read in this process`)
      await Promise.race([entry.whenClosed.promise, wait(left, undefined, { signal: options.signal, ref: false })])
      continue
    }
    try {
      return await hold(identity, entry ?? newEntry(identity, readOnly))
    } catch (error) {
      if (left <= 0 || !isHeldElsewhere(error)) {
        throw await openError(identity, error, (await duckDbDriver()).version())
      }
      if (!waited) options.onWait?.(`${identity} is open in another process`)
      await wait(Math.min(POLL_MS, left), undefined, { signal: options.signal })
    }
  }
}

function newEntry(identity: string, readOnly: boolean): Entry {
  const entry: Entry = {
    readOnly,
    instance: createInstance(identity, readOnly),
    connections: new Set(),
    whenClosed: Promise.withResolvers<void>(),
    holds: 0,
    last: Promise.resolve(),
  }
  entries.set(identity, entry)
  return entry
}

async function createInstance(identity: string, readOnly: boolean): Promise<DuckDBInstance> {
  const driver = await duckDbDriver()
  return driver.DuckDBInstance.create(identity, openSettings(identity, readOnly))
}

async function hold(identity: string, entry: Entry): Promise<OpenFile> {
  entry.holds += 1
  let held = true
  const release = () => {
    if (!held) return
    held = false
    entry.holds -= 1
    if (entry.holds === 0) close(identity, entry, instance)
  }
  let instance: DuckDBInstance | undefined
  try {
    instance = await entry.instance
  } catch (error) {
    release()
    throw error
  }
  const open = instance
  return {
    path: identity,
    async connect() {
      const connection = await open.connect()
      entry.connections.add(connection)
      return connection
    },
    disconnect(connection) {
      if (entry.connections.delete(connection)) connection.closeSync()
    },
    alone(work) {
      const turn = entry.last.then(work)
      entry.last = turn.catch(() => undefined)
      return turn
    },
    [Symbol.dispose]: release,
  }
}

function close(identity: string, entry: Entry, instance: DuckDBInstance | undefined): void {
  for (const connection of entry.connections) connection.closeSync()
  instance?.closeSync()
  if (entries.get(identity) === entry) entries.delete(identity)
  entry.whenClosed.resolve()
}

function heldHere(path: string): DestinationError {
  return new DestinationError(`${path} is being read in this process (pid ${process.pid})`, {
    code: 'duckdb_file_held',
    hint: 'Finish or dispose the dataset that reads the file, then load again.',
    context: { file: path, pid: process.pid },
    retry: true,
  })
}
