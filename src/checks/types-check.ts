import type { Column } from '../schema/stored.ts'
import { quoteName } from '../sql/quote-name.ts'
import { askRows } from './ask-rows.ts'
import { type Answer, type Check, type CheckFacts, type Finding, worst } from './check.ts'
import { counted, listed } from './in-words.ts'
import { type LooksLike, looksLike, looksLikeMoney, looksLikeTime } from './looks-like.ts'
import { variants } from './schema-check.ts'
import { type TableThere, tablesThere } from './tables-there.ts'

/** Rows of each table that are looked at. */
const SAMPLE = 2000
const MOST_SECONDS = 30
const LOOKED_AT: ReadonlySet<string | undefined> = new Set(['text', 'bigint', 'double'])

/** Whether values have the types that one would give them. */
export const typesCheck: Check = {
  name: 'types',
  question: 'Do columns have the right types?',
  needsRows: true,
  async answer(facts): Promise<Answer> {
    const tables = await tablesThere(facts)
    if (tables.length === 0) return { health: 'unknown', answer: 'There are no rows yet.', findings: [] }
    const until = performance.now() + MOST_SECONDS * 1000
    const findings: Hinted[] = [...variants(facts.schemas)]
    let [columns, seen, late] = [0, 0, 0]
    for (const one of tables) {
      const wanted = one.columns.filter(({ data_type }) => LOOKED_AT.has(data_type))
      if (wanted.length === 0) continue
      const values = performance.now() > until ? undefined : await valuesOf(wanted, one, facts)
      if (values === undefined) {
        late++
        continue
      }
      columns += wanted.length
      seen += Math.min(one.rows, SAMPLE)
      findings.push(...wanted.flatMap((column, index) => findingOf(column, values[index] ?? [], one)))
    }
    if (late > 0) {
      findings.push({
        subject: 'time',
        health: 'unknown',
        text: `${counted(late, 'table')} took too long and were not looked at.`,
      })
    }
    const health = worst(['good', ...findings.map((one) => one.health)])
    const said = findings.map(({ hint: _, ...finding }) => finding)
    const looked = `${counted(columns, 'column')} in ${counted(tables.length, 'table')} (${counted(seen, 'row')} looked at)`
    if (health === 'good') return { health, answer: `${looked} hold what their types say.`, findings: said }
    const troubled = findings.filter((one) => one.health === health)
    return {
      health,
      answer: `${listed(troubled.map(({ subject }) => subject))} would be better off with another type.`,
      hint: troubled[0]?.hint ?? '',
      findings: said,
    }
  },
}

type Hinted = Finding & { readonly hint?: string }

/** Values by column, without nulls; undefined: it took too long. */
async function valuesOf(columns: readonly Column[], { table }: TableThere, facts: CheckFacts) {
  const names = columns.map(({ name }) => quoteName(name)).join(', ')
  const asked = await askRows(facts, `SELECT ${names} FROM ${quoteName(table.name)} LIMIT ${SAMPLE}`, SAMPLE)
  if ('tooSlow' in asked) return undefined
  return columns.map((_, index) => asked.rows.flatMap((row) => (row[index] === null ? [] : [row[index]])))
}

const AS_TYPE: Readonly<Record<LooksLike, { readonly what: string; readonly type: string }>> = {
  number: { what: 'numbers', type: 'decimal' },
  date: { what: 'dates', type: 'timestamp' },
  boolean: { what: 'true or false', type: 'bool' },
  json: { what: 'JSON', type: 'json' },
}

function findingOf({ name, data_type }: Column, values: readonly unknown[], { table }: TableThere): readonly Hinted[] {
  const base = { subject: `${table.name}.${name}`, table: table.name, column: name }
  const hint = (type: string) =>
    `Say so in the resource ${table.resource ?? table.name}: columns: { ${name}: { data_type: ${type} } }, and load it anew.`
  if (data_type === 'text') {
    const like = looksLike(
      name,
      values.filter((value) => typeof value === 'string'),
    )
    if (like === undefined) return []
    const isShort = like === 'date' && values.every((value) => String(value).length === 10)
    const { what, type } = AS_TYPE[like]
    const text = `Its texts are all ${what}: ${examples(values)}.`
    // Days as texts sort and compare as they should, in dlt, too.
    const health = isShort ? 'good' : 'warning'
    return [
      {
        ...base,
        health,
        text,
        hint: hint(isShort ? 'date' : like === 'number' && values.every(isWhole) ? 'bigint' : type),
      },
    ]
  }
  const numbers = values.map(Number)
  if (data_type === 'bigint') {
    const unit = looksLikeTime(name, numbers)
    if (unit === undefined) return []
    const text = `Its numbers look like ${unit} since 1970: ${examples(values)} is ${new Date((numbers[0] ?? 0) * (unit === 'seconds' ? 1000 : 1)).toISOString()}.`
    return [{ ...base, health: 'warning', text, hint: hint('timestamp') }]
  }
  if (!looksLikeMoney(name, numbers)) return []
  const text = `Amounts such as ${examples(values)} are doubles, which cannot hold all of them exactly.`
  return [{ ...base, health: 'warning', text, hint: hint('decimal') }]
}

const isWhole = (value: unknown): boolean => /^-?\d+$/.test(String(value))

const examples = (values: readonly unknown[]): string => String(values[0]).slice(0, 40)
