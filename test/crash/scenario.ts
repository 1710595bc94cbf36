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
}

/** Which of them are wanted. */
export interface ScenarioFilter {
  readonly destination?: string | undefined
  readonly disposition?: string | undefined
}

const WAYS: readonly Pick<Scenario, 'disposition' | 'segments' | 'pageLog'>[] = [
  { disposition: 'merge', segments: true, pageLog: true },
  { disposition: 'append', segments: true, pageLog: true },
  { disposition: 'replace', segments: false, pageLog: true },
  { disposition: 'merge', segments: false, pageLog: true },
  { disposition: 'append', segments: true, pageLog: false },
  { disposition: 'replace', segments: false, pageLog: false },
  { disposition: 'merge', segments: true, pageLog: false },
]

const ALL: readonly Scenario[] = WAYS.flatMap((way) =>
  (['duckdb', 'postgres'] as const).map((destination) => ({
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

export function scenarioName({ destination, disposition, segments, pageLog }: Scenario): string {
  return `${disposition} into ${destination}${segments ? ' in segments' : ''}${pageLog ? '' : ' without a page log'}`
}
