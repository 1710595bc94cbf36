import { setTimeout as wait } from 'node:timers/promises'
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { DestinationError } from '../errors/tolva-error.ts'
import { duckDbDriver } from './driver.ts'
import { fileIdentity } from './file-identity.ts'
import { holderOf, isHeldElsewhere, openError } from './open-error.ts'
import { seal } from './seal.ts'
import { BOUNDED, openSettings } from './settings.ts'
import { lockThread, type ThreadLock } from './thread-lock.ts'

export interface OpenOptions {
  /** Default false. A file that this process has open for writing is shared either way. */
  readonly readOnly?: boolean
  /**
   * What is opened read-only reaches neither other files nor addresses, and no setting can be changed. `preferred`: a file that this
   * process writes is shared as it is. `required`: it is not, and what may be spilled to disk is bounded. Absent: not sealed.
   */
  readonly sealed?: 'preferred' | 'required' | undefined
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
  readonly sealed: boolean
  readonly opened: Promise<Opened>
  readonly connections: Set<DuckDBConnection>
  readonly whenClosed: PromiseWithResolvers<void>
  holds: number
  /** The last work that is done alone, or waits for its turn. */
  last: Promise<unknown>
}

interface Opened {
  readonly instance: DuckDBInstance
  readonly thread: ThreadLock
}

const POLL_MS = 200

/** Two instances on one file in one process lose data without an error, so all of a thread share this table, and threads lock each other out. */
const entries = new Map<string, Entry>()

/**
 * Opens a DuckDB file, or shares it where this process has it open. Another holder is waited for.
 * @throws DestinationError `duckdb_file_held` (names the process), `duckdb_file_too_new`, `duckdb_file_missing`, `duckdb_not_a_database`, `duckdb_open_failed`.
 */
export async function openFile(path: string, options: OpenOptions = {}): Promise<OpenFile> {
  const identity = await fileIdentity(path)
  const deadline = performance.now() + (options.waitMs ?? 30_000)
  for (let waited = false; ; waited = true) {
    options.signal?.throwIfAborted()
    const left = deadline - performance.now()
    const entry = entries.get(identity)
    if (entry !== undefined && isInTheWay(entry, options)) {
      const doing = entry.readOnly ? 'read' : 'loaded into'
      if (left <= 0) throw heldHere(identity, doing)
      if (!waited) options.onWait?.(`${identity} is being ${doing} in this process`)
      await Promise.race([entry.whenClosed.promise, wait(left, undefined, { signal: options.signal, ref: false })])
      continue
    }
    try {
      return await hold(identity, entry ?? newEntry(identity, options))
    } catch (error) {
      if (left <= 0 || !isHeldElsewhere(error)) {
        throw await openError(identity, error, (await duckDbDriver()).version())
      }
      if (!waited) options.onWait?.(`${identity} is open in ${holderOf(error)}`)
      await wait(Math.min(POLL_MS, left), undefined, { signal: options.signal })
    }
  }
}

/** Who writes needs a file that nobody reads; who must be sealed in, one that is; who needs other files, one that is not. */
function isInTheWay(entry: Entry, { readOnly = false, sealed }: OpenOptions): boolean {
  if (!readOnly) return entry.readOnly
  return entry.sealed ? sealed === undefined : sealed === 'required'
}

function newEntry(identity: string, { readOnly = false, sealed }: OpenOptions): Entry {
  const entry: Entry = {
    readOnly,
    sealed: readOnly && sealed !== undefined,
    opened: openInstance(identity, readOnly, sealed),
    connections: new Set(),
    whenClosed: Promise.withResolvers<void>(),
    holds: 0,
    last: Promise.resolve(),
  }
  entries.set(identity, entry)
  return entry
}

async function openInstance(identity: string, readOnly: boolean, sealed: OpenOptions['sealed']): Promise<Opened> {
  const thread = await lockThread(identity, { shared: readOnly })
  try {
    const driver = await duckDbDriver()
    const bounded = sealed === 'required' ? BOUNDED : {}
    const instance = await driver.DuckDBInstance.create(identity, { ...openSettings(identity, readOnly), ...bounded })
    if (readOnly && sealed !== undefined) await seal(instance)
    return { instance, thread }
  } catch (error) {
    thread.release()
    throw error
  }
}

async function hold(identity: string, entry: Entry): Promise<OpenFile> {
  entry.holds += 1
  let held = true
  const release = () => {
    if (!held) return
    held = false
    entry.holds -= 1
    if (entry.holds === 0) close(identity, entry, opened)
  }
  let opened: Opened | undefined
  try {
    opened = await entry.opened
  } catch (error) {
    release()
    throw error
  }
  const { instance } = opened
  return {
    path: identity,
    async connect() {
      const connection = await instance.connect()
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

function close(identity: string, entry: Entry, opened: Opened | undefined): void {
  for (const connection of entry.connections) connection.closeSync()
  opened?.instance.closeSync()
  opened?.thread.release()
  if (entries.get(identity) === entry) entries.delete(identity)
  entry.whenClosed.resolve()
}

function heldHere(path: string, doing: string): DestinationError {
  return new DestinationError(`${path} is being ${doing} in this process (pid ${process.pid})`, {
    code: 'duckdb_file_held',
    hint:
      doing === 'read'
        ? 'Finish or dispose the dataset that reads the file, then load again.'
        : 'Wait until the load is done, then read again; waitSeconds lets the query wait.',
    context: { file: path, pid: process.pid },
    retry: true,
  })
}
