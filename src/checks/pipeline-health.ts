import type { PipelineGlance } from '../inspect.ts'
import { allPages } from './all-pages.ts'
import { type CheckFacts, type Health, worst } from './check.ts'
import { cursorMoves } from './cursor-moves.ts'

/**
 * How a pipeline stands, by what one glance tells: its last run, packages that wait, and the checks that need nothing but the
 * record of that run. No database is asked.
 */
export async function pipelineHealth(glance: PipelineGlance, now: number): Promise<Health> {
  const { problem, trace, waiting, failed } = glance
  if (problem !== undefined) return 'bad'
  if (trace === undefined) return waiting > 0 ? 'warning' : 'unknown'
  if (trace.error !== undefined || failed > 0) return 'bad'
  const facts: CheckFacts = { pipeline: glance.name, traces: [trace], schemas: [], cursors: [], now }
  const checks = await Promise.all([allPages, cursorMoves].map(({ answer }) => answer(facts)))
  return worst([waiting > 0 ? 'warning' : 'good', ...checks.map(({ health }) => health)])
}
