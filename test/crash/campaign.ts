import type { FaultFound } from './fault-found.ts'
import { type LifePlan, type LifeReport, playLife } from './life.ts'
import { Planner } from './planner.ts'
import type { Scenario } from './scenario.ts'

export interface CampaignOptions {
  readonly scenarios: readonly Scenario[]
  /** It goes on until so many processes were killed. */
  readonly kills: number
  readonly users: number
  readonly seed: number
  /** URL of a PostgreSQL. */
  readonly server: string | undefined
  /** Lives at once. */
  readonly parallel: number
  readonly onLife?: (report: LifeReport, totals: Totals) => void
}

/** What all lives came to. */
export interface Totals {
  readonly lives: number
  readonly loads: number
  /** Processes and servers. */
  readonly kills: number
  /** Servers among them. */
  readonly serversKilled: number
  /** Processes that were asked to stop and did. */
  readonly stopped: number
  readonly restarts: number
  readonly pages: number
  readonly pagesAgain: number
  readonly steps: Planner['steps']
  readonly faults: readonly (FaultFound & { readonly plan: LifePlan })[]
}

/** Plays lives until enough processes were killed. */
export async function campaign(options: CampaignOptions): Promise<Totals> {
  const planner = new Planner(options)
  const reports: LifeReport[] = []
  let turn = 0
  let kills = 0
  async function worker(): Promise<void> {
    while (kills < options.kills || turn < options.scenarios.length) {
      const scenario = options.scenarios[turn++ % options.scenarios.length]
      if (scenario === undefined) return
      const report = await playLife(planner.next(scenario), options.server)
      for (const start of report.starts) planner.learn(scenario, start)
      kills += report.starts.filter(wasKilled).length
      reports.push(report)
      options.onLife?.(report, totalsOf(reports, planner))
    }
  }
  await Promise.all(Array.from({ length: options.parallel }, worker))
  return totalsOf(reports, planner)
}

const wasKilled = ({ end, serverKilled }: LifeReport['starts'][number]) => end === 'killed' || serverKilled

export function totalsOf(reports: readonly LifeReport[], planner: Pick<Planner, 'steps'>): Totals {
  const starts = reports.flatMap((report) => report.starts)
  const loads = reports.reduce((sum, { starts }) => sum + new Set(starts.map(({ load }) => load)).size, 0)
  const sum = (what: 'pages' | 'pagesAgain') => reports.reduce((total, report) => total + report[what], 0)
  return {
    lives: reports.length,
    loads,
    kills: starts.filter(wasKilled).length,
    serversKilled: starts.filter(({ serverKilled }) => serverKilled).length,
    stopped: starts.filter(({ end }) => end === 'stopped').length,
    restarts: starts.length - loads,
    pages: sum('pages'),
    pagesAgain: sum('pagesAgain'),
    steps: planner.steps,
    faults: reports.flatMap(({ plan, faults }) => faults.map((fault) => ({ ...fault, plan }))),
  }
}
