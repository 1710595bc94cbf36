/** What lies in the log's folder, of one listing. */
export interface LogFiles {
  /** Version → key. */
  readonly commits: ReadonlyMap<number, string>
  /** Those that are complete, the oldest first. */
  readonly checkpoints: readonly Checkpoint[]
  /** Newest version; -1: the table is not there. */
  readonly newest: number
}

export interface Checkpoint {
  readonly version: number
  readonly keys: readonly string[]
}

const COMMIT = /\/(\d{20})\.json$/
const CHECKPOINT = /\/(\d{20})\.checkpoint(?:\.(\d{10})\.(\d{10}))?\.parquet$/

/** Sorts the keys of a `_delta_log` folder. */
export function sortLogFiles(keys: readonly string[]): LogFiles {
  const commits = new Map<number, string>()
  const parts = new Map<string, { readonly version: number; readonly of: number; readonly keys: string[] }>()
  for (const key of keys) {
    const commit = COMMIT.exec(key)
    if (commit) commits.set(Number(commit[1]), key)
    const [found, version, , of = '1'] = CHECKPOINT.exec(key) ?? []
    if (found === undefined) continue
    const name = `${version}.${of}`
    const known = parts.get(name) ?? { version: Number(version), of: Number(of), keys: [] }
    parts.set(name, known)
    known.keys.push(key)
  }
  const checkpoints = [...parts.values()]
    .filter(({ of, keys: found }) => found.length === of)
    .map(({ version, keys: found }) => ({ version, keys: found }))
    .sort((a, b) => a.version - b.version)
  const newest = Math.max(-1, ...commits.keys(), ...checkpoints.map(({ version }) => version))
  return { commits, checkpoints, newest }
}

/** The name of a version's commit. */
export function commitName(version: number): string {
  return `${String(version).padStart(20, '0')}.json`
}
