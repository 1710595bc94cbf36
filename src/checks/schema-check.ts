import type { Trace } from '../inspect.ts'
import { variantBase } from '../schema/schema-shape.ts'
import type { Schema, Table } from '../schema/stored.ts'
import { type Answer, type Check, type CheckFacts, type Finding, worst } from './check.ts'
import { counted, listed } from './in-words.ts'

/** So many completed runs that brought no change, and a change is a surprise. */
const SETTLED_RUNS = 3
/** So many columns look like keys that are data. */
const MANY_COLUMNS = 250
/** A table of one row with so many nested ones looks like an envelope. */
const MANY_NESTED = 10

/** Whether the tables are what one expects: no variants, nothing left out, no surprise. */
export const schemaCheck: Check = {
  name: 'schema',
  question: 'Is the schema as expected?',
  needsRows: false,
  async answer(facts): Promise<Answer> {
    const tables = userTables(facts)
    if (tables.length === 0) return { health: 'unknown', answer: 'There are no tables yet.', findings: [] }
    const [last, ...earlier] = facts.traces.filter(({ packages }) => packages.some(({ pending }) => !pending))
    const all = [
      ...variants(facts.schemas),
      ...wideTables(tables),
      ...(last === undefined ? [] : [...envelopes(last, facts.schemas), ...leftOut(last), ...surprises(last, earlier)]),
      ...(last === undefined ? [] : [...widened(last), ...nullOnly(last)]),
    ]
    const health = worst(['good', ...all.map((one) => one.health)])
    const columns = tables.reduce(
      (sum, { columns: own }) => sum + [...own.values()].filter(({ data_type }) => data_type).length,
      0,
    )
    const findings = all.map(({ hint: _, ...finding }) => finding)
    if (health === 'good') {
      const added = last === undefined ? 0 : addedIn(last).length
      const news =
        added === 0
          ? 'nothing new in the last run'
          : earlier.length === 0
            ? 'all of them new in the only run that is remembered'
            : `${counted(added, 'table or column', 'tables or columns')} new in the last run`
      return {
        health,
        answer: `${counted(tables.length, 'table')} with ${counted(columns, 'column')}, ${news}.`,
        findings,
      }
    }
    const troubled = all.filter((one) => one.health === health)
    return {
      health,
      answer: `${listed([...new Set(troubled.map(({ subject }) => subject))])} ${troubled.length === 1 ? 'is' : 'are'} not what one would expect.`,
      hint: troubled[0]?.hint ?? '',
      findings,
    }
  },
}

type Hinted = Finding & { readonly hint?: string }

function userTables({ schemas }: Pick<CheckFacts, 'schemas'>): readonly Table[] {
  return schemas.flatMap(({ tables }) =>
    [...tables.values()].filter(
      ({ name, columns }) =>
        !name.toLowerCase().startsWith('_dlt') &&
        [...columns.values()].some(({ data_type }) => data_type !== undefined),
    ),
  )
}

/** Columns that took values which did not fit another one. */
export function variants(schemas: readonly Schema[]): readonly Hinted[] {
  return userTables({ schemas }).flatMap(({ name: table, columns }) =>
    [...columns.values()].flatMap((column) => {
      const base = variantBase(column, columns)
      if (base === undefined || column.data_type === undefined) return []
      const type = columns.get(base)?.data_type
      return [
        {
          subject: `${table}.${base}`,
          table,
          column: column.name,
          health: 'warning' as const,
          text: `It took values of type ${column.data_type} that do not fit${type === undefined ? '' : ` ${type}`}: they are in ${column.name}.`,
          hint: `Say which type ${base} has, e.g. columns: { ${base}: { data_type: text } }, and load ${table} anew; or let it grow: widen: true.`,
        },
      ]
    }),
  )
}

function wideTables(tables: readonly Table[]): readonly Hinted[] {
  return tables
    .filter(({ columns }) => columns.size > MANY_COLUMNS)
    .map(({ name, columns }) => ({
      subject: name,
      table: name,
      health: 'warning' as const,
      text: `It has ${counted(columns.size, 'column')}: keys of its objects may be data, such as ids or dates.`,
      hint: `Keep such an object as one column: columns: { <name>: { data_type: json } }, or maxTableNesting: 0 (max_table_nesting).`,
    }))
}

/** A table of one row whose nested table has all the rows: the selector points at the envelope. */
function envelopes({ rowCounts }: Trace, schemas: readonly Schema[]): readonly Hinted[] {
  return userTables({ schemas }).flatMap(({ name, parent }) => {
    const nested = rowCounts[name] ?? 0
    if (parent === undefined || rowCounts[parent] !== 1 || nested < MANY_NESTED) return []
    const isRoot = schemas.some(({ tables }) => tables.has(parent) && !tables.get(parent)?.parent)
    if (!isRoot) return []
    const key = name.slice(parent.length + 2)
    return [
      {
        subject: parent,
        table: parent,
        health: 'warning' as const,
        text: `It got 1 row and ${name} ${counted(nested, 'row')}: the rows may be those in ${key}.`,
        hint: `If so, point at them: data_selector: ${key}.`,
      },
    ]
  })
}

function leftOut({ packages, idle }: Trace): readonly Hinted[] {
  const reports = [...packages.filter(({ pending }) => !pending).map(({ report }) => report), ...idle]
  return reports
    .flatMap(({ discarded }) => discarded)
    .map(({ table, column, reason, mode, count }) => ({
      subject: column === undefined ? table : `${table}.${column}`,
      table,
      ...(column !== undefined && { column }),
      health: 'warning' as const,
      text: `${countOf(mode, count)} left out by ${reason}.`,
      hint: 'Mend them at the source, or let them in by the contract of the resource (schemaContract, schema_contract); quarantine: true keeps what is left out.',
    }))
}

function countOf(mode: 'discard_row' | 'discard_value' | undefined, count: number): string {
  if (mode === 'discard_row') return counted(count, 'row')
  return mode === 'discard_value' ? counted(count, 'value') : counted(count, 'row or value', 'rows or values')
}

/** What came in the last run although nothing had come in those before. */
function surprises(last: Trace, earlier: readonly Trace[]): readonly Hinted[] {
  const before = earlier.filter(({ error }) => error === undefined).slice(0, SETTLED_RUNS)
  const isSettled = before.length === SETTLED_RUNS && before.every((trace) => addedIn(trace).length === 0)
  if (!isSettled || last.asked.refresh !== undefined) return []
  return addedIn(last).map(({ table, column, type }) => ({
    subject: column === undefined ? table : `${table}.${column}`,
    table,
    ...(column !== undefined && { column }),
    health: 'warning' as const,
    text:
      column === undefined
        ? 'A new table, after several runs that brought none.'
        : `A new column (${type}), after several runs that brought none.`,
    hint: "If the source has changed, nothing is to be done; to be asked the next time, freeze the schema: schemaContract: 'freeze'.",
  }))
}

function widened({ packages }: Trace): readonly Hinted[] {
  return packages
    .flatMap(({ report }) => report.widened ?? [])
    .map(({ table, column, from, to }) => ({
      subject: `${table}.${column}`,
      table,
      column,
      health: 'good' as const,
      text: `Its type grew from ${from} to ${to}.`,
    }))
}

function nullOnly({ packages }: Trace): readonly Hinted[] {
  const found = packages.flatMap(({ report }) => Object.entries(report.nullOnlyColumns))
  return found.map(([table, columns]) => ({
    subject: table,
    table,
    health: 'good' as const,
    text: `${listed(columns, 6)} only ever held null, so there is no such column yet.`,
  }))
}

function addedIn({ packages }: Trace) {
  return packages.flatMap(({ report: { schemaChanges } }) => [
    ...(schemaChanges?.newTables ?? []).map((table) => ({ table, column: undefined, type: undefined })),
    ...Object.entries(schemaChanges?.newColumns ?? {}).flatMap(([table, columns]) =>
      columns.map(({ name, type }) => ({ table, column: name, type })),
    ),
  ])
}
