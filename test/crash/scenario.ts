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
]

const ALL: readonly Scenario[] = WAYS.flatMap((way) =>
  (['duckdb', 'postgres'] as const).map((destination) => ({
    stateStore: false,
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

export function scenarioName({ destination, disposition, segments, pageLog, stateStore }: Scenario): string {
  const how = [segments && 'in segments', !pageLog && 'without a page log', stateStore && 'with a state store']
  return [`${disposition} into ${destination}`, ...how.filter((one) => one !== false)].join(' ')
}
