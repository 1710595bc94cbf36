import type { Disposition } from './load-job.ts'

/** One way of loading. */
export interface Scenario {
  readonly destination: 'duckdb' | 'postgres'
  readonly disposition: Disposition
  /** Users come as JavaScript values. */
  readonly asValues: boolean
  /** What was read is sealed and loaded several times on the way. */
  readonly segments: boolean
  readonly pageLog: boolean
  /** The state is kept in a folder as well. */
  readonly stateStore: boolean
  /** Each load drops what there was, and its state. */
  readonly refresh: boolean
}

/** Which of them are wanted. */
export interface ScenarioFilter {
  readonly destination?: string | undefined
  readonly disposition?: string | undefined
}

const WAYS: readonly (Pick<Scenario, 'disposition' | 'segments' | 'pageLog'> & Partial<Scenario>)[] = [
  { disposition: 'merge', segments: true, pageLog: true },
  { disposition: 'append', segments: true, pageLog: true },
  { disposition: 'replace', segments: false, pageLog: true },
  { disposition: 'merge', segments: false, pageLog: true },
  { disposition: 'append', segments: true, pageLog: false },
  { disposition: 'replace', segments: false, pageLog: false },
  { disposition: 'merge', segments: true, pageLog: false },
  { disposition: 'append', segments: true, pageLog: true, stateStore: true },
  { disposition: 'append', segments: true, pageLog: true, refresh: true },
  { disposition: 'merge', segments: true, pageLog: false, refresh: true },
]

const ALL: readonly Scenario[] = WAYS.flatMap((way) =>
  (['duckdb', 'postgres'] as const).map((destination) => ({
    stateStore: false,
    refresh: false,
    ...way,
    destination,
    // Without it nothing that is appended has a nested table.
    asValues: way.disposition === 'append',
  })),
)

/** @throws Error where there is none. */
export function scenarios({ destination, disposition }: ScenarioFilter): readonly Scenario[] {
  const found = ALL.filter(
    (one) =>
      (destination === undefined || one.destination === destination) &&
      (disposition === undefined || one.disposition === disposition),
  )
  if (found.length === 0) throw new Error(`there is no scenario for ${destination ?? ''} ${disposition ?? ''}`)
  return found
}

export function scenarioName({ destination, disposition, ...how }: Scenario): string {
  const notes = [
    how.segments && 'in segments',
    !how.pageLog && 'without a page log',
    how.stateStore && 'with a state store',
    how.refresh && 'with refresh',
  ]
  return [`${disposition} into ${destination}`, ...notes.filter((note) => note !== false)].join(' ')
}
