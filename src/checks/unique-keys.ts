import { columnsWith } from '../schema/column-props.ts'
import { quoteName } from '../sql/quote-name.ts'
import { askRows } from './ask-rows.ts'
import { type Answer, type Check, type CheckFacts, type Finding, worst } from './check.ts'
import { counted, listed } from './in-words.ts'
import { type TableThere, tablesThere } from './tables-there.ts'

/** Rows of a table without a key that are compared with each other. */
const SAMPLE = 100_000
/** All tables together; those behind are not looked at, which is said. */
const MOST_SECONDS = 60

/** Whether keys are unique and never null, and whether rows without a key came twice. */
export const uniqueKeys: Check = {
  name: 'unique_keys',
  question: 'Are keys unique?',
  needsRows: true,
  async answer(facts): Promise<Answer> {
    const tables = await tablesThere(facts)
    if (tables.length === 0) return { health: 'unknown', answer: 'There are no rows yet.', findings: [] }
    const until = performance.now() + MOST_SECONDS * 1000
    const findings: Hinted[] = []
    let [keys, keyless, late] = [0, 0, 0]
    let sql: string | undefined
    for (const one of tables) {
      if (performance.now() > until) {
        late++
        continue
      }
      const wanted = keysOf(one)
      keys += wanted.length
      for (const key of wanted) {
        const found = await keyFindings(key, one, facts)
        findings.push(...found)
        if (found.some(({ health }) => health === 'bad')) sql ??= duplicatesSql(key, one)
      }
      if (wanted.length > 0 || one.table.parent || one.columns.length === 0) continue
      keyless++
      findings.push(...(await copyFindings(one, facts)))
    }
    if (late > 0) {
      const text = `${counted(late, 'table')} were not looked at: the others took more than ${MOST_SECONDS} seconds.`
      findings.push({ subject: 'time', health: 'unknown', text })
    }
    const health = keys + keyless === 0 ? 'unknown' : worst(['good', ...findings.map((one) => one.health)])
    const said = findings.map(({ hint: _, ...finding }) => finding)
    if (health === 'good' || health === 'unknown') {
      const parts = [
        keys > 0 && `${counted(keys, 'key')} of ${counted(tables.length, 'table')} hold each value once`,
        keyless > 0 && `in ${counted(keyless, 'table')} without a key no row stands twice`,
      ].filter((part) => part !== false)
      const answer = parts.length > 0 ? `${parts.join('; ')}.` : 'No table has a key, and none could be compared.'
      return { health, answer: answer[0]?.toUpperCase() + answer.slice(1), findings: said }
    }
    const troubled = findings.filter((one) => one.health === health)
    return {
      health,
      answer: `${listed([...new Set(troubled.map(({ subject }) => subject))])} ${health === 'bad' ? 'broke' : 'may have broken'} the promise that a row comes once.`,
      hint: troubled[0]?.hint ?? '',
      findings: said,
      ...(sql !== undefined && { sql }),
    }
  },
}

type Hinted = Finding & { readonly hint?: string }

interface Key {
  readonly columns: readonly string[]
  /** false: several rows may have it; it only must not be null. */
  readonly unique: boolean
  readonly kind: 'primary key' | 'merge key' | 'unique column'
}

function keysOf({ table, columns }: TableThere): readonly Key[] {
  const own = new Set(columns.map(({ name }) => name))
  const named = (prop: 'primary_key' | 'merge_key' | 'unique') =>
    columnsWith(table, prop).filter((name) => own.has(name))
  const [primary, merge] = [named('primary_key'), named('merge_key')]
  const whole = (columnsOf: readonly string[], prop: 'primary_key' | 'merge_key') =>
    // A part of the key that is not there, because no value came, leaves it incomplete.
    columnsOf.length > 0 && columnsOf.length === columnsWith(table, prop, { incomplete: true }).length
  const same = merge.length === primary.length && merge.every((name) => primary.includes(name))
  return [
    ...(whole(primary, 'primary_key') ? [{ columns: primary, unique: true, kind: 'primary key' as const }] : []),
    ...(whole(merge, 'merge_key') && !same ? [{ columns: merge, unique: false, kind: 'merge key' as const }] : []),
    ...named('unique')
      .filter((name) => primary.length !== 1 || primary[0] !== name)
      .map((name) => ({ columns: [name], unique: true, kind: 'unique column' as const })),
  ]
}

async function keyFindings(key: Key, one: TableThere, facts: CheckFacts): Promise<readonly Hinted[]> {
  const { table, rows } = one
  const name = key.columns.join(', ')
  const base = { subject: table.name, table: table.name, ...(key.columns.length === 1 && { column: name }) }
  const slow = (what: string): Hinted => ({
    ...base,
    health: 'unknown',
    text: `${what} of ${name} took too long, so they are not known.`,
  })
  const found: Hinted[] = []
  const isNull = key.columns.map((column) => `${quoteName(column)} IS NULL`).join(' OR ')
  const nulls = await askRows(
    facts,
    `SELECT COUNT(*) FROM ${quoteName(table.name)} WHERE (${isNull})${activeOnly(one)}`,
  )
  if ('tooSlow' in nulls) found.push(slow('Counting nulls'))
  else if (numberIn(nulls.rows[0]) > 0) {
    found.push({
      ...base,
      health: 'warning',
      text: `${counted(numberIn(nulls.rows[0]), 'row')} of ${rows.toLocaleString('en-US')} have no ${name}, the ${key.kind}.`,
      hint: `Leave them out (a filter on resource ${resourceOf(one)}), or choose another key for ${table.name}.`,
    })
  }
  if (!key.unique) return found
  const doubles = await askRows(facts, duplicatesSql(key, one))
  if ('tooSlow' in doubles) return [...found, slow('Looking for duplicates')]
  const [values = 0, surplus = 0] = [numberIn(doubles.rows[0]), numberIn(doubles.rows[0], 1)]
  if (values === 0) return found
  const isMerged = (table.write_disposition ?? 'append') === 'merge'
  return [
    ...found,
    {
      ...base,
      health: 'bad',
      text: `${counted(values, 'value')} of ${name}, the ${key.kind}, stand in several rows: ${counted(surplus, 'row')} too many of ${rows.toLocaleString('en-US')}.`,
      hint: isMerged
        ? `Rows of ${table.name} were loaded before it had this key: load them anew with --select ${resourceOf(one)} --full-refresh.`
        : `Merge instead of ${table.write_disposition ?? 'append'}: writeDisposition: 'merge' (write_disposition: merge) on resource ${resourceOf(one)}, then load it anew with --select ${resourceOf(one)} --full-refresh.`,
    },
  ]
}

/** Values that stand in several rows, and rows too many. */
function duplicatesSql({ columns }: Key, one: TableThere): string {
  const names = columns.map(quoteName).join(', ')
  const set = columns.map((column) => `${quoteName(column)} IS NOT NULL`).join(' AND ')
  const groups = `SELECT COUNT(*) AS n FROM ${quoteName(one.table.name)} WHERE ${set}${activeOnly(one)} GROUP BY ${names} HAVING COUNT(*) > 1`
  return `SELECT COUNT(*), COALESCE(SUM(n - 1), 0) FROM (${groups}) AS doubles`
}

/** Of a history of versions only those that hold now: that the others have the key, too, is their sense. */
function activeOnly({ table }: TableThere): string {
  const [valid] = columnsWith(table, 'x-valid-to')
  return valid === undefined ? '' : ` AND ${quoteName(valid)} IS NULL`
}

/** Exact copies among the first rows of a table that has no key. */
async function copyFindings({ table, columns, rows }: TableThere, facts: CheckFacts): Promise<readonly Hinted[]> {
  const names = columns.map(({ name }) => quoteName(name)).join(', ')
  const some = `SELECT ${names} FROM ${quoteName(table.name)} LIMIT ${SAMPLE}`
  const groups = `SELECT COUNT(*) AS n FROM (${some}) AS compared GROUP BY ${names}`
  const asked = await askRows(facts, `SELECT COALESCE(SUM(n - 1), 0), COALESCE(SUM(n), 0) FROM (${groups}) AS alike`)
  const base = { subject: table.name, table: table.name }
  if ('tooSlow' in asked) {
    return [{ ...base, health: 'unknown', text: `Comparing its rows took ${asked.tooSlow}, so it is not known.` }]
  }
  const [copies, seen] = [numberIn(asked.rows[0]), numberIn(asked.rows[0], 1)]
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

const numberIn = (row: readonly unknown[] | undefined, at = 0): number => Number(row?.[at] ?? 0)
