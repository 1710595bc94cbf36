import { SourceError } from '../../errors/tolva-error.ts'
import type { PageLog } from '../../package/page-log/page-log.ts'
import type { StreamLog } from '../../package/page-log/stream-log.ts'
import type { CursorState } from '../incremental/cursor-state.ts'
import type { Stream } from '../streams-of.ts'
import type { Reading } from './reading.ts'
import type { Resumed } from './resumed.ts'
import { keptCursor, keptParents, type SavedResume } from './saved-resume.ts'
import { cursorsText, treeKey } from './tree-key.ts'

/** What an earlier run of the source has left, and where this one leaves its own. */
export interface Journal {
  /** Looks at what was left, before cursors are opened. */
  open(streams: readonly Stream[]): Promise<void>
  /** How far an independent resource was read before. */
  reading(root: string): Reading | undefined
  /** Where a resource's cursor stood then. */
  candidate(resource: string): CandidateCursor | undefined
  /** undefined: its pages are not logged. */
  log(stream: Stream): StreamLog | undefined
  /** Whether pages of a resource are logged. */
  keeps(resource: string): boolean
  isResumable(stream: Stream): boolean
  /** Only one resource of the source has the name. */
  isUnique(stream: Stream): boolean
  /** What positions of an independent resource mean. */
  keyOf(root: string): string | undefined
  /** Independent resources, each with the names of all that depend on it and its own. */
  readonly trees: ReadonlyMap<string, readonly string[]>
  /** Forgets the pages of a resource that failed and of all that it hangs together with, unless the network was to blame. */
  failed(resource: string, error: unknown): Promise<void>
  onReplayed(resource: string): void
  resumed(): readonly Resumed[]
}

export interface CandidateCursor {
  /** Of the resource, or of one row of its parent. */
  of(cursorPath: string, parentKey?: string): CursorState | undefined
  /** Cursors of all rows of the parent, in the form of the state. */
  readonly parents: Readonly<Record<string, Record<string, unknown>>>
}

export interface JournalOptions {
  /** undefined: pages are not logged. */
  readonly pageLog: PageLog | undefined
  /** What the state holds of an unfinished run, by resource. */
  readonly saved: ReadonlyMap<string, SavedResume>
  /** A resource's state as the run finds it; undefined: it has none, and gets none by being looked at. */
  readonly state: (resource: string) => Readonly<Record<string, unknown>> | undefined
  /** The run that pages and positions belong to, with what it began anew. */
  readonly run: string
  /** Resources whose pages are not logged. */
  readonly unlogged: ReadonlySet<string>
  /** Called where something of an earlier run is given up. */
  readonly warn: (text: string) => void
}

/** Transient: the next run may go on with what was fetched. */
const NETWORK = /^(network|timeout|http_(408|429|5\d\d))$/

/** Opens the journal of one source's run. */
export function openJournal(options: JournalOptions): Journal {
  const { pageLog, saved, warn } = options
  const keys = new Map<string, string>()
  const trees = new Map<string, readonly string[]>()
  const unique = new Set<Stream>()
  const resumable = new Set<Stream>()
  const roots = new Map<Stream, string>()
  const logs = new Map<Stream, StreamLog>()
  const readings = new Map<string, Reading>()
  const replayed = new Map<string, number>()

  async function openTree(stream: Stream, above: readonly string[], key: string): Promise<void> {
    const { resource } = stream
    const path = [...above, resource.name]
    roots.set(stream, path[0] ?? '')
    resumable.add(stream)
    if (pageLog !== undefined && !options.unlogged.has(resource.name)) logs.set(stream, await pageLog.stream(path, key))
    for (const child of stream.children) {
      if (child.resource.resumeKey !== undefined) await openTree(child, path, key)
    }
  }

  return {
    async open(streams) {
      const names = namesOf(streams)
      for (const stream of streams) {
        const { name, resumeKey } = stream.resource
        const key = treeKey(stream)
        const before = saved.get(name)
        const own = namesOf([stream])
        const isUnique = own.every((one) => names.filter((other) => other === one).length === 1)
        if (isUnique) unique.add(stream)
        trees.set(name, own)
        keys.set(name, key)
        const cursors = cursorsText(own, options.state)
        if (before?.reading !== undefined && isUnique) {
          if (before.key !== key) {
            warn(`Resource ${name} has changed since the run that stopped: it is read from the beginning.`)
          } else if (before.cursors !== cursors) {
            warn(`The cursor of ${name} has moved since the run that stopped: it is read from where the cursor is.`)
          } else readings.set(name, before.reading)
        }
        if (resumeKey === undefined || !isUnique) continue
        await openTree(stream, [], `${options.run} ${key} ${cursors}`)
      }
    },
    reading: (root) => readings.get(root),
    candidate(resource) {
      const before = saved.get(resource)
      const root = rootOf(resource, roots)
      return before === undefined || root === undefined || !readings.has(root)
        ? undefined
        : {
            of: (cursorPath, parentKey) => keptCursor(before, cursorPath, parentKey),
            parents: keptParents(before),
          }
    },
    log: (stream) => logs.get(stream),
    keeps: (resource) => [...logs.keys()].some((stream) => stream.resource.name === resource),
    isResumable: (stream) => resumable.has(stream),
    isUnique: (stream) => unique.has(stream),
    keyOf: (root) => keys.get(root),
    trees,
    async failed(resource, error) {
      if (!(error instanceof SourceError) || NETWORK.test(error.code)) return
      await pageLog?.discard(rootOf(resource, roots) ?? resource)
    },
    onReplayed: (resource) => void replayed.set(resource, (replayed.get(resource) ?? 0) + 1),
    resumed() {
      const all = new Set([...readings.keys(), ...replayed.keys()])
      return [...all].map((resource) => ({
        resource,
        pagesBefore: pagesIn(readings.get(resource)),
        pagesFromLog: replayed.get(resource) ?? 0,
      }))
    },
  }
}

const pagesIn = (reading: Reading | undefined): number =>
  reading === undefined ? 0 : reading.pages + (reading.inside === undefined ? 0 : 1)

function namesOf(streams: readonly Stream[]): readonly string[] {
  return streams.flatMap(({ resource, children }) => [resource.name, ...namesOf(children)])
}

function rootOf(resource: string, roots: ReadonlyMap<Stream, string>): string | undefined {
  for (const [stream, root] of roots) if (stream.resource.name === resource) return root
  return undefined
}
