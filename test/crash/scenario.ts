import type { Disposition } from './load-job.ts'

export type CrashDestination = 'duckdb' | 'postgres' | 's3'
export type Victim = 'process' | 'server'

/** One way of loading. */
export interface Scenario {
  readonly destination: CrashDestination
  /** What is killed: the process that loads, or the server that it loads into, which comes up again. */
  readonly victim: Victim
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
  readonly victim?: string | undefined
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

const PLACES: readonly Pick<Scenario, 'destination' | 'victim'>[] = [
  { destination: 'duckdb', victim: 'process' },
  { destination: 'postgres', victim: 'process' },
  { destination: 'postgres', victim: 'server' },
  { destination: 's3', victim: 'process' },
  { destination: 's3', victim: 'server' },
]

const ALL: readonly Scenario[] = WAYS.flatMap((way) =>
  PLACES.map((place) => ({
    stateStore: false,
    refresh: false,
    ...way,
    ...place,
    // Without it nothing that is appended has a nested table.
    asValues: way.disposition === 'append',
  })),
)

/** @throws Error where there is none. */
export function scenarios({ destination, disposition, victim }: ScenarioFilter): readonly Scenario[] {
  const found = ALL.filter(
    (one) =>
      (destination === undefined || one.destination === destination) &&
      (disposition === undefined || one.disposition === disposition) &&
      (victim === undefined || one.victim === victim),
  )
  if (found.length === 0) throw new Error(`there is no scenario for ${[destination, disposition, victim].join(' ')}`)
  return found
}

export function scenarioName({ destination, disposition, ...how }: Scenario): string {
  const notes = [
    how.victim === 'server' && 'whose server is killed',
    how.segments && 'in segments',
    !how.pageLog && 'without a page log',
    how.stateStore && 'with a state store',
    how.refresh && 'with refresh',
  ]
  return [`${disposition} into ${destination}`, ...notes.filter((note) => note !== false)].join(' ')
}
