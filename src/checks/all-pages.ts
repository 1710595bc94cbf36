import type { Trace } from '../inspect.ts'
import { type Answer, type Check, type Finding, worst } from './check.ts'
import { counted, listed } from './in-words.ts'

/** Numbers of rows that APIs like to send as a page. */
const USUAL_SIZES = new Set([20, 25, 30, 40, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000])
/** So large a part of the rows may be missing because some have gone while they were read. */
const GONE_MEANWHILE = 0.02

/** Whether a resource gave page 1 only, or fewer rows than its API says that there are. */
export const allPages: Check = {
  name: 'all_pages',
  question: 'Were all pages read?',
  needsRows: false,
  async answer({ traces }) {
    const [newest] = traces
    if (newest?.steps.some(({ step, error }) => step === 'extract' && error !== undefined)) {
      const hint = 'Mend what stopped it and run again: it goes on where it was.'
      return { ...unknown('The last run stopped before it had read all pages.'), hint }
    }
    const trace = traces.find((one) => resourcesOf(one).length > 0)
    if (trace === undefined) return unknown('No run that is remembered has read anything.')
    const resources = resourcesOf(trace)
    const findings = resources.flatMap((one) => findingOf(one, trace))
    const health = worst(findings.map((one) => one.health))
    const pages = resources.reduce((sum, one) => sum + one.pages, 0)
    if (findings.length === 0) {
      const sure = resources.filter(({ total }) => total !== undefined)
      return {
        health: 'good',
        answer: `${counted(resources.length, 'resource')} gave ${counted(pages, 'page')}, and none looks as if more were to come.`,
        findings: sure.map(({ name, answered }) => ({
          subject: name,
          health: 'good',
          text: `All ${counted(answered, 'row')} that the API says there are.`,
        })),
      }
    }
    if (trace.asked.limit !== undefined) {
      return {
        health,
        answer: 'Only some pages were asked for, so the tables hold a sample.',
        hint: 'Run it once more without a limit (--limit) to load everything.',
        findings,
      }
    }
    const names = findings.map(({ subject }) => subject)
    return {
      health,
      answer: `${listed(names)} may not have been read to the end.`,
      hint: `Look at what the API says of further pages: tolva rest check <file> --resource ${names[0]}; then write its paginator down, or paginator: single_page if that is all.`,
      findings,
    }
  },
}

interface Read {
  readonly name: string
  readonly pages: number
  readonly rows: number
  readonly bytes: number
  readonly paging: string | undefined
  readonly missing: number
  readonly total: number | undefined
  readonly answered: number
  readonly ended: number
  readonly full: string | undefined
}

/** Resources that were read, over all packages of the run. */
function resourcesOf({ packages, idle }: Trace): readonly Read[] {
  const all = new Map<string, Read>()
  // What an earlier run left was judged with that one.
  const reports = [...packages.filter(({ pending }) => !pending).map(({ report }) => report), ...idle]
  for (const [name, one] of reports.flatMap(({ resources }) => Object.entries(resources))) {
    const known = all.get(name)
    const total = one.walks?.total
    all.set(name, {
      name,
      pages: one.pages + (known?.pages ?? 0),
      rows: one.rows + (known?.rows ?? 0),
      bytes: one.bytes + (known?.bytes ?? 0),
      paging: one.paging ?? known?.paging,
      missing: (one.walks?.missing ?? 0) + (known?.missing ?? 0),
      total: total === undefined ? known?.total : total + (known?.total ?? 0),
      answered: (one.walks?.rows ?? 0) + (known?.answered ?? 0),
      ended: (one.walks?.ended ?? 0) + (known?.ended ?? 0),
      full: one.walks?.full ?? known?.full,
    })
  }
  return [...all.values()].filter(({ pages }) => pages > 0)
}

function findingOf(one: Read, { asked, rowCounts }: Trace): readonly Finding[] {
  const { name, pages, rows, missing, total = 0, answered, ended, full } = one
  const table = name in rowCounts ? { table: name } : {}
  if (missing > 0) {
    const health = missing > total * GONE_MEANWHILE ? 'bad' : 'warning'
    const text = `${counted(answered, 'row')} were read in ${counted(pages, 'page')}, but the API says that there are ${total.toLocaleString('en-US')}.`
    return [{ subject: name, ...table, health, text }]
  }
  if (asked.limit !== undefined) {
    const text = `${counted(pages, 'page')} with ${counted(rows, 'row')} were read before the limit that was asked for.`
    return [{ subject: name, ...table, health: 'warning', text }]
  }
  if (full !== undefined) {
    const text = `One page of ${counted(answered, 'row')} was read, ${full}, and nothing led to a next one.`
    return [{ subject: name, ...table, health: full.startsWith('as many as') ? 'bad' : 'warning', text }]
  }
  // Rows that were handed over as a list are no page of anything, and where a paginator came to its end it has looked.
  const isByCode = ended === 0 && asked.tableName === undefined && one.paging === undefined
  if (pages === 1 && isByCode && USUAL_SIZES.has(rows)) {
    const text = `One page of exactly ${counted(rows, 'row')} was read: that is a usual size of a page.`
    return [{ subject: name, ...table, health: 'warning', text }]
  }
  return []
}

const unknown = (answer: string): Answer => ({ health: 'unknown', answer, findings: [] })
