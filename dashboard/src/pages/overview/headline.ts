import type { CheckList } from '../../../../src/dashboard/api/checks.ts'
import type { Health, RunSummary } from '../../../../src/dashboard/api/pipelines.ts'
import { formatDuration } from '../../format/duration.ts'
import { counted } from '../../format/numbers.ts'

/** The last run in one sentence. */
export interface Headline {
  readonly health: Health
  readonly text: string
}

/** `Loaded 1,204 rows into 7 tables in 0.9 s`, or what came in between. */
export function headlineOf(run: RunSummary | undefined, waiting: number): Headline {
  if (run === undefined) return { health: 'unknown', text: 'This pipeline has not run yet' }
  const took = formatDuration(run.seconds * 1000)
  if (run.outcome === 'failed') return { health: 'bad', text: `The last run failed after ${took}` }
  if (waiting > 0) {
    const packages = counted(waiting, 'package waits', 'packages wait')
    return { health: 'warning', text: `${packages} to be loaded; the last run took ${took}` }
  }
  if (run.rows === 0) return { health: 'good', text: `Nothing new to load: the last run took ${took}` }
  const tables = Object.values(run.rowCounts).filter((rows) => rows > 0).length
  return { health: 'good', text: `Loaded ${counted(run.rows, 'row')} into ${counted(tables, 'table')} in ${took}` }
}

/** `all five checks good`, or how many are not. */
export function checksInWords({ checks }: CheckList): string {
  const of = (health: Health) => checks.filter((check) => check.health === health).length
  if (of('good') === checks.length) return `all ${checks.length === 5 ? 'five' : checks.length} checks good`
  const parts = [
    of('bad') > 0 ? `${of('bad')} failed` : '',
    of('warning') > 0 ? `${of('warning')} to look at` : '',
    of('unknown') > 0 ? `${of('unknown')} not answered` : '',
  ]
  return `checks: ${[`${of('good')} good`, ...parts.filter((part) => part !== '')].join(', ')}`
}

const ORDER: readonly Health[] = ['unknown', 'good', 'warning', 'bad']

/** The worse of two; what is not known makes nothing worse that is. */
export function worse(one: Health, other: Health): Health {
  return ORDER.indexOf(one) >= ORDER.indexOf(other) ? one : other
}
