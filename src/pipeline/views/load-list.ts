import type { LoadRow } from '../../dataset/dataset.ts'
import { listGivenUp } from '../../package/given-up.ts'
import { listPackages } from '../../package/list-packages.ts'
import { readPackage } from '../../package/read-package.ts'
import { type DataDirOptions, type WorkingFolder, workingFolder } from '../../package/working-folder.ts'

/** A load, known by its package on this machine, by its row in `_dlt_loads`, or by both. */
export interface ListedLoad {
  readonly loadId: string
  readonly schemaName?: string
  readonly state: 'loaded' | 'sealed' | 'failed' | 'aborted' | 'discarded'
  /** ISO timestamp: loaded, or since when it has its state. */
  readonly at?: string
  /** Of the user's tables; absent, as what follows, where no package of it is on this machine. */
  readonly rowCounts?: Readonly<Record<string, number>>
  readonly rows?: number
  readonly bytes?: number
  readonly jobs?: number
  readonly error?: string
  readonly here: boolean
  /** Absent: the destination was not asked. */
  readonly atDestination?: boolean
}

/** The loads that this machine knows, the newest first. */
export async function readLocalLoads(name: string, options: DataDirOptions = {}): Promise<readonly ListedLoad[]> {
  const folder = workingFolder(name, options)
  const [packages, gone] = await Promise.all([listPackages(folder), listGivenUp(folder)])
  const there = await Promise.all(packages.map((entry) => ofPackage(folder, entry)))
  const known = new Set(there.map(({ loadId }) => loadId))
  const givenUp = gone
    .filter(({ loadId }) => !known.has(loadId))
    .map(({ loadId, how, at, rowCounts, bytes, error }) => ({
      loadId,
      state: how,
      at,
      ...rowsOf(rowCounts),
      bytes,
      ...(error && { error: `${error.code}: ${error.message}` }),
      here: true,
    }))
  return newestFirst([...there, ...givenUp])
}

/** The same with what the destination says of finished loads. */
export function withLoadsThere(local: readonly ListedLoad[], rows: readonly LoadRow[]): readonly ListedLoad[] {
  const there = new Map(rows.filter(({ status }) => status === 0).map((row) => [row.loadId, row]))
  const known = new Set(local.map(({ loadId }) => loadId))
  const both = local.map((load) => {
    const row = there.get(load.loadId)
    if (row === undefined) return { ...load, atDestination: false }
    // Committed, whatever its package came to say: its process may have died before it could.
    return { ...load, state: 'loaded' as const, at: isoOf(row.insertedAt), atDestination: true }
  })
  const elsewhere = [...there.values()]
    .filter(({ loadId }) => !known.has(loadId))
    .map(({ loadId, schemaName, insertedAt }) => ({
      loadId,
      ...(schemaName !== null && { schemaName }),
      state: 'loaded' as const,
      at: isoOf(insertedAt),
      here: false,
      atDestination: true,
    }))
  return newestFirst([...both, ...elsewhere])
}

type Entry = Awaited<ReturnType<typeof listPackages>>[number]

async function ofPackage(folder: WorkingFolder, { loadId, status }: Entry): Promise<ListedLoad> {
  // One that is damaged is told all the same, as far as it says something.
  const load = await readPackage(folder, loadId).catch(() => undefined)
  const at = status.state === 'sealed' ? load?.createdAt : status.at
  const failure = status.state === 'failed' ? `${status.error.code}: ${status.error.message}` : undefined
  const error = failure ?? (load === undefined ? 'its manifest cannot be read' : undefined)
  return {
    loadId,
    state: status.state,
    ...(at !== undefined && { at }),
    ...(load && {
      schemaName: schemaNameOf(load.schema),
      ...rowsOf(load.report.rowCounts),
      bytes: load.jobs.reduce((sum, { bytes }) => sum + bytes, 0),
      jobs: load.jobs.length,
    }),
    ...(error !== undefined && { error }),
    here: true,
  }
}

function rowsOf(counts: Readonly<Record<string, number>>): Pick<Required<ListedLoad>, 'rowCounts' | 'rows'> {
  const own = Object.entries(counts).filter(([table]) => !table.startsWith('_dlt'))
  return { rowCounts: Object.fromEntries(own), rows: own.reduce((sum, [, rows]) => sum + rows, 0) }
}

function schemaNameOf(schema: unknown): string {
  return typeof schema === 'object' && schema !== null && 'name' in schema ? String(schema.name) : ''
}

/** What a destination gives may be a text of its own form. */
function isoOf(at: string): string {
  const time = Date.parse(at)
  return Number.isNaN(time) ? at : new Date(time).toISOString()
}

function newestFirst(loads: readonly ListedLoad[]): readonly ListedLoad[] {
  return loads.toSorted((a, b) => Number(b.loadId) - Number(a.loadId))
}
