import { quoteName } from '../sql/quote-name.ts'
import type { Told } from './ask-all.ts'
import { type Answer, type Check, type Finding, worst } from './check.ts'
import { counted, listed } from './in-words.ts'
import { type KeyFaults, keyFaults } from './key-faults.ts'
import { activeOnly } from './key-slices.ts'
import { rowCopies } from './row-copies.ts'
import { type Key, keysOf } from './table-keys.ts'
import { type TableThere, tablesThere } from './tables-there.ts'

/** All tables together; what is behind is not looked at, which is said. */
const MOST_SECONDS = 30

/** Whether keys are unique and never null, and whether rows without a key came twice. */
export const uniqueKeys: Check = {
  name: 'unique_keys',
  question: 'Are keys unique?',
  needsRows: true,
  async answer(facts): Promise<Answer> {
    const tables = await (facts.tables?.() ?? tablesThere(facts))
    if (tables.length === 0) return { health: 'unknown', answer: 'There are no rows yet.', findings: [] }
    const until = performance.now() + MOST_SECONDS * 1000
    const keyed = tables.flatMap((of) => keysOf(of).map((key) => ({ key, of })))
    const withKey = new Set(keyed.map(({ of }) => of))
    const keyless = tables.filter((one) => !withKey.has(one) && !one.table.parent && one.columns.length > 0)
    const faults = await keyFaults(facts, keyed, until)
    const copies = await rowCopies(facts, keyless, until)

    const found = [...faults.flatMap(keyFindings), ...[...copies].flatMap(([of, told]) => copyFindings(of, told))]
    const [whole, sampled] = [faults.filter(isWhole), [...copies.values()].filter((told) => 'rows' in told)]
    const late = new Set([
      ...faults.filter((one) => !isWhole(one)).map(({ of }) => of),
      ...keyless.filter((of) => !('rows' in (copies.get(of) ?? {}))),
    ])
    const untouched = [...late].filter((of) => !found.some(({ table }) => table === of.table.name))
    const text = `${counted(untouched.length, 'table')} were not looked at: the others took more than ${MOST_SECONDS} seconds.`
    const findings = [
      ...found,
      ...(untouched.length > 0 ? [{ subject: 'time', health: 'unknown' as const, text }] : []),
    ]
    const known = whole.length + sampled.length > 0 ? ['good' as const] : []
    const health = worst([...known, ...findings.map((one) => one.health)])
    const said = findings.map(({ hint: _, ...finding }: Hinted) => finding)
    if (health === 'good' || health === 'unknown') {
      const parts = [
        whole.length > 0 &&
          `${counted(whole.length, 'key')} of ${counted(tables.length - late.size, 'table')} hold each value once`,
        sampled.length > 0 && `in ${counted(sampled.length, 'table')} without a key no row stands twice`,
        late.size > 0 && `${counted(late.size, 'table was', 'tables were')} not looked at to the end`,
      ].filter((part) => part !== false)
      const answer = parts.length > 0 ? `${parts.join('; ')}.` : 'No table has a key, and none could be compared.'
      return { health, answer: answer[0]?.toUpperCase() + answer.slice(1), findings: said }
    }
    const troubled = found.filter((one) => one.health === health)
    const doubled = faults.find((one) => one.key.unique && one.doubled > 0)
    return {
      health,
      answer: `${listed([...new Set(troubled.map(({ subject }) => subject))])} ${health === 'bad' ? 'broke' : 'may have broken'} the promise that a row comes once.`,
      hint: troubled[0]?.hint ?? '',
      findings: said,
      ...(doubled !== undefined && { sql: duplicatesSql(doubled.key, doubled.of) }),
    }
  },
}

type Hinted = Finding & { readonly hint?: string }

const isWhole = ({ compared }: KeyFaults): boolean => compared === 1

function keyFindings(faults: KeyFaults): readonly Hinted[] {
  const { key, of, nulls, doubled, surplus, compared, tooSlow } = faults
  const { table, rows } = of
  const name = key.columns.join(', ')
  const base = { subject: table.name, table: table.name, ...(key.columns.length === 1 && { column: name }) }
  const found: Hinted[] = []
  if (nulls > 0) {
    found.push({
      ...base,
      health: 'warning',
      text: `${counted(nulls, 'row')} of ${rows.toLocaleString('en-US')} have no ${name}, the ${key.kind}.`,
      hint: `Leave them out (a filter on resource ${resourceOf(of)}), or choose another key for ${table.name}.`,
    })
  }
  if (key.unique && doubled > 0) {
    const disposition = table.write_disposition ?? 'append'
    found.push({
      ...base,
      health: 'bad',
      text: `${counted(doubled, 'value')} of ${name}, the ${key.kind}, stand in several rows: ${counted(surplus, 'row')} too many of ${rows.toLocaleString('en-US')}.`,
      hint:
        disposition === 'merge'
          ? `Rows of ${table.name} were loaded before it had this key: load them anew with --select ${resourceOf(of)} --full-refresh.`
          : `Merge instead of ${disposition}: writeDisposition: 'merge' (write_disposition: merge) on resource ${resourceOf(of)}, then load it anew with --select ${resourceOf(of)} --full-refresh.`,
    })
  }
  if (compared > 0 && compared < 1) {
    const part = `${Math.max(1, Math.floor(compared * 100))} %`
    const text = `Only ${part} of the values of ${name} were compared: all of them would take ${tooSlow ?? `more than ${MOST_SECONDS} seconds`}.`
    found.push({ ...base, health: 'unknown', text })
  }
  if (compared === 0 && tooSlow !== undefined) {
    const text = `Looking for duplicates of ${name} took ${tooSlow}, so they are not known.`
    found.push({ ...base, health: 'unknown', text })
  }
  return found
}

/** Values that stand in several rows, and rows too many: for who wants to see it. */
function duplicatesSql({ columns }: Key, one: TableThere): string {
  const names = columns.map(quoteName).join(', ')
  const set = columns.map((column) => `${quoteName(column)} IS NOT NULL`).join(' AND ')
  const groups = `SELECT COUNT(*) AS n FROM ${quoteName(one.table.name)} WHERE ${set} AND ${activeOnly(one)} GROUP BY ${names} HAVING COUNT(*) > 1`
  return `SELECT COUNT(*), COALESCE(SUM(n - 1), 0) FROM (${groups}) AS doubles`
}

function copyFindings({ table, rows }: TableThere, told: Told): readonly Hinted[] {
  const base = { subject: table.name, table: table.name }
  if ('tooSlow' in told) {
    return [{ ...base, health: 'unknown', text: `Comparing its rows took ${told.tooSlow}, so it is not known.` }]
  }
  const [copies = 0, seen = 0] = (told.rows[0] ?? []).map(Number)
  if (copies === 0) return []
  const among = seen < rows ? `the first ${seen.toLocaleString('en-US')} rows` : counted(seen, 'row')
  return [
    {
      ...base,
      health: 'warning',
      text: `It has no key, and ${counted(copies, 'row')} of ${among} are exact copies of others.`,
      hint: `Give resource ${table.resource ?? table.name} a key and merge: primaryKey: '…', writeDisposition: 'merge' (primary_key, write_disposition).`,
    },
  ]
}

const resourceOf = ({ table }: TableThere): string => table.resource ?? table.name
