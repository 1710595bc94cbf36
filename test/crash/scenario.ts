import type { Disposition } from './load-job.ts'

/** One way of loading. */
export interface Scenario {
  readonly destination: 'duckdb' | 'postgres'
  readonly disposition: Disposition
  /** Users come as JavaScript values. */
  readonly asValues: boolean
}

/** Which of them are wanted. */
export interface ScenarioFilter {
  readonly destination?: string | undefined
  readonly disposition?: string | undefined
}

const ALL: readonly Scenario[] = (['merge', 'append', 'replace'] as const).flatMap((disposition) =>
  (['duckdb', 'postgres'] as const).map((destination) => ({
    destination,
    disposition,
    // Without it nothing that is appended has a nested table.
    asValues: disposition === 'append',
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

export function scenarioName({ destination, disposition }: Scenario): string {
  return `${disposition} into ${destination}`
}
