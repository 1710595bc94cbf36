import type { Column } from '../schema/stored.ts'
import { quoteName } from '../sql/quote-name.ts'
import { askAll } from './ask-all.ts'
import { type Answer, type Check, type CheckFacts, type Finding, worst } from './check.ts'
import { counted, listed } from './in-words.ts'
import { type LooksLike, looksLike, looksLikeMoney, looksLikeTime } from './looks-like.ts'
import { variants } from './schema-check.ts'
import { type TableThere, tablesThere } from './tables-there.ts'

/** Rows of each table that are looked at. */
const SAMPLE = 2000
/** Values that one statement gives, each cut: together they stay below the bytes that may be read. */
const CELLS_AT_ONCE = 12_000
const CELL = 200
const MOST_SECONDS = 30
const LOOKED_AT: ReadonlySet<string | undefined> = new Set(['text', 'bigint', 'double'])

/** Whether values have the types that one would give them. */
export const typesCheck: Check = {
  name: 'types',
  question: 'Do columns have the right types?',
  needsRows: true,
  async answer(facts): Promise<Answer> {
    const tables = await (facts.tables?.() ?? tablesThere(facts))
    if (tables.length === 0) return { health: 'unknown', answer: 'There are no rows yet.', findings: [] }
    const samples = tables
      .map((of) => ({ of, columns: of.columns.filter(({ data_type }) => LOOKED_AT.has(data_type)) }))
      .filter(({ columns }) => columns.length > 0)
    const values = await valuesOf(facts, samples)
    const findings: Hinted[] = [...variants(facts.schemas)]
    let [columns, seen] = [0, 0]
    for (const [sample, rows] of values) {
      columns += sample.columns.length
      seen += rows.length
      findings.push(...sample.columns.flatMap((column, at) => findingOf(column, valuesAt(rows, at, column), sample.of)))
    }
    const late = samples.length - values.size
    if (late > 0) {
      findings.push({
        subject: 'time',
        health: 'unknown',
        text: `${counted(late, 'table')} took too long and were not looked at.`,
      })
    }
    const known = late > 0 && values.size === 0 ? [] : ['good' as const]
    const health = worst([...known, ...findings.map((one) => one.health)])
    const said = findings.map(({ hint: _, ...finding }) => finding)
    const looked = `${counted(columns, 'column')} in ${counted(tables.length - late, 'table')} (${counted(seen, 'row')} looked at)`
    if (health === 'good') return { health, answer: `${looked} hold what their types say.`, findings: said }
    if (health === 'unknown') return { health, answer: 'Looking at the rows took too long.', findings: said }
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

interface Sample {
  readonly of: TableThere
  readonly columns: readonly Column[]
}

type Rows = readonly (readonly unknown[])[]

/** The first rows of each table, as texts; a table that took too long is missing. */
async function valuesOf(facts: CheckFacts, samples: readonly Sample[]): Promise<ReadonlyMap<Sample, Rows>> {
  const answers = await askAll(facts, {
    questions: samples,
    weight: ({ of, columns }) => (Math.min(of.rows, SAMPLE) * columns.length) / CELLS_AT_ONCE,
    sql: samplesSql,
    maxRows: SAMPLE,
    until: performance.now() + MOST_SECONDS * 1000,
  })
  return new Map([...answers].flatMap(([sample, told]) => ('rows' in told ? [[sample, told.rows] as const] : [])))
}

/** What is shorter than others is filled up with nulls. */
function samplesSql(samples: readonly Sample[]): string {
  const width = Math.max(...samples.map(({ columns }) => columns.length))
  const selects = samples.map(({ of, columns }, at) => {
    const cells = Array.from({ length: width }, (_, index) => {
      const column = columns[index]
      const text = column === undefined ? 'NULL' : quoteName(column.name)
      return `SUBSTRING(CAST(${text} AS VARCHAR), 1, ${CELL}) AS c${index}`
    })
    const select = `SELECT ${at} AS sample, ${cells.join(', ')} FROM ${quoteName(of.table.name)}`
    // A limit costs an engine more than a small table does.
    return of.rows <= SAMPLE ? select : `(${select} LIMIT ${SAMPLE})`
  })
  return selects.join(' UNION ALL ')
}

function valuesAt(rows: Rows, at: number, { data_type }: Column): readonly unknown[] {
  const texts = rows.flatMap((row) => (row[at] === null || row[at] === undefined ? [] : [row[at]]))
  return data_type === 'double' ? texts.map(Number) : texts
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
