import type { ResourceCheck, RestCheck } from '../../../sources/rest-api/index.ts'
import { typeScriptLines, yamlLines } from '../../config-text.ts'

/** How a check is put into lines. */
export interface CheckTextOptions {
  readonly language: 'yaml' | 'typescript'
  /** May be coloured. */
  readonly color: boolean
}

/** A check for people: a block a resource, and what to write into the configuration. */
export function checkText({ source, resources }: RestCheck, options: CheckTextOptions): string {
  const failed = resources.filter(({ ok }) => !ok).length
  const summary =
    failed === 0
      ? `${source}: ${resources.length} resource(s) looked at, all fine`
      : `${source}: ${resources.length} resource(s) looked at, ${failed} with problems`
  return [...resources.map((one) => resourceText(one, options)), summary].join('\n\n')
}

function resourceText(check: ResourceCheck, { language, color }: CheckTextOptions): string {
  const paint = (code: number, text: string) => (color ? `\u001B[${code}m${text}\u001B[39m` : text)
  const mark = check.ok ? paint(32, 'ok') : paint(31, 'PROBLEM')
  const head = `${mark}  ${check.resource}${check.parent === undefined ? '' : ` (for rows of ${check.parent})`}`
  const facts = [...factsOf(check)].map(([name, text]) => `  ${name.padEnd(10)} ${text}`)
  const problems = check.problems.map((text) => `  ${paint(31, '!')} ${text}`)
  const hint = check.error?.hint === undefined ? [] : [`    next: ${check.error.hint}`]
  const notes = check.notes.map((text) => `  - ${text}`)
  return [head, ...facts, ...problems, ...hint, ...notes, ...adviceLines(check, language)].join('\n')
}

function* factsOf(check: ResourceCheck): Generator<readonly [string, string]> {
  const { requests, auth, rows, paging, keys, cursors, rateLimit, tables } = check
  const last = requests.at(-1)
  const [first] = requests
  if (first !== undefined && last !== undefined) {
    yield ['answer', `${first.status === 0 ? 'none' : first.status} from ${first.url} in ${first.ms} ms`]
  }
  if (auth !== undefined) yield ['auth', authText(auth)]
  if (rows !== undefined) {
    yield ['rows', `${rows.count ?? 'nothing'} at ${rows.selector} (${rows.found})`]
    if (rows.others.length > 0) {
      yield ['', `other lists: ${rows.others.map(({ selector, items }) => `${selector} (${items})`).join(', ')}`]
    }
  }
  if (paging !== undefined) {
    const name = paging.paginator === 'auto' ? 'none found' : `${paging.paginator} (${paging.found})`
    yield ['paging', `${name}: ${paging.evidence}`]
    yield ['', pagesText(paging)]
  }
  if (keys.length > 0) yield ['key', keys.map(({ columns }) => columns.join(' + ')).join(', ')]
  if (cursors.length > 0)
    yield ['cursor', cursors.map(({ path, order }) => (order === 'none' ? path : `${path} (${order})`)).join(', ')]
  const limits = Object.entries(rateLimit)
  if (limits.length > 0) yield ['limits', limits.map(([name, value]) => `${name}: ${value}`).join(', ')]
  for (const [index, { name, columns }] of tables.entries()) {
    yield [
      index === 0 ? 'tables' : '',
      `${name}: ${columns.map((column) => `${column.name} ${column.type}`).join(', ')}`,
    ]
  }
}

function authText({ sent, status, withoutStatus }: NonNullable<ResourceCheck['auth']>): string {
  if (sent.length === 0) return `none sent: ${status}`
  return `${sent.join(', ')}: ${status}${withoutStatus === undefined ? '' : `, without: ${withoutStatus}`}`
}

function pagesText({ pages, secondPage, total }: NonNullable<ResourceCheck['paging']>): string {
  const [first = 0, second] = pages
  const seen = pages.reduce((sum, rows) => sum + rows, 0)
  const ofTotal = total === undefined ? '' : `; ${seen} of ${total.rows} rows (${total.path}) seen`
  if (second === undefined) return `one page of ${first} row(s)${ofTotal}`
  const how = { differs: 'other rows', same: 'the same rows again', overlaps: 'some of them again', empty: 'empty' }
  const what = secondPage === 'not asked for' ? '' : `, ${how[secondPage]}`
  return `second page: ${second} row(s)${what}${ofTotal}`
}

function adviceLines({ advice }: ResourceCheck, language: CheckTextOptions['language']): readonly string[] {
  if (advice === undefined) return []
  const mark = language === 'yaml' ? '#' : '//'
  const lines = language === 'yaml' ? yamlLines(advice.config) : typeScriptLines(advice.config)
  return ['  write:', ...lines.map((line) => `    ${line}`), ...advice.reasons.map((reason) => `    ${mark} ${reason}`)]
}
