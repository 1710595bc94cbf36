import type { Database, Query } from './database.ts'
import type { FaultFound } from './fault-found.ts'
import { DATASET } from './load-job.ts'
import { READ_AS, type Truth } from './truth.ts'

const SHOWN = 3

/** What of a dataset is not as it must be when a load is done, told without tolva. */
export function compareWithTruth(database: Database, truth: Truth): Promise<readonly FaultFound[]> {
  return database.read(async (query) => [...(await differencesFrom(query, truth)), ...(await brokenLinks(query))])
}

/**
 * What must not be seen while a load was killed and is not done yet. Where it is loaded as a whole there is either what was
 * before or what is now; else each user is there at most once.
 */
export function compareMeanwhile(
  database: Database,
  { before, now, isWhole }: { readonly before: Truth; readonly now: Truth; readonly isWhole: boolean },
): Promise<readonly FaultFound[]> {
  return (database.readMeanwhile ?? database.read)(async (query) => {
    const broken = await brokenLinks(query)
    if (!isWhole) return [...broken, ...(await usersTwice(query))]
    const torn = await differencesFrom(query, now)
    if (torn.length === 0 || (await differencesFrom(query, before)).length === 0) return broken
    return [...broken, ...torn.map((fault) => ({ ...fault, what: `neither before nor now: ${fault.what}` }))]
  })
}

async function differencesFrom(query: Query, truth: Truth): Promise<readonly FaultFound[]> {
  const tables = await tablesOf(query)
  const faults: FaultFound[] = []
  for (const [table, rows] of truth) {
    faults.push(...differences(table, rows, tables.has(table) ? await rowsOf(query, table) : []))
  }
  return faults
}

async function brokenLinks(query: Query): Promise<readonly FaultFound[]> {
  const faults: FaultFound[] = []
  for (const [table, columns] of await tablesOf(query)) {
    if (table === '_dlt_loads') faults.push(...(await repeatedLoads(query, table)))
    else if (columns.has('_dlt_load_id')) faults.push(...(await unrecorded(query, table)))
    if (columns.has('_dlt_parent_id')) faults.push(...(await orphans(query, table)))
  }
  return faults
}

async function usersTwice(query: Query): Promise<readonly FaultFound[]> {
  if (!(await tablesOf(query)).has('users')) return []
  const twice = await query(`SELECT id FROM ${DATASET}.users GROUP BY id HAVING count(*) > 1`)
  return fault('doubled', ids(twice), 'users are there more than once')
}

/** Every table and view of the database but its system's own. */
async function tablesOf(query: Query): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const found = await query(
    `SELECT table_schema AS s, table_name AS t, column_name AS c FROM information_schema.columns
     WHERE table_schema NOT IN ('information_schema', 'pg_catalog')`,
  )
  const tables = new Map<string, Set<string>>()
  for (const { s, t, c } of found) {
    const name = s === DATASET ? `${t}` : `${s}.${t}`
    tables.set(name, (tables.get(name) ?? new Set()).add(`${c}`))
  }
  return tables
}

async function rowsOf(query: Query, table: string): Promise<readonly string[]> {
  const { text, root, key } = READ_AS[table] ?? { text: "''" }
  const sql =
    root === undefined
      ? `SELECT ${text} AS row FROM ${DATASET}.${table} t`
      : `SELECT coalesce(r.${key}, 'no root') || ' ' || ${text} AS row
         FROM ${DATASET}.${table} t LEFT JOIN ${DATASET}.${root} r ON t._dlt_parent_id = r._dlt_id`
  return (await query(sql)).map(({ row }) => `${row}`)
}

function differences(table: string, wanted: readonly string[], found: readonly string[]): readonly FaultFound[] {
  const left = counted(wanted)
  const unknown: string[] = []
  const doubled: string[] = []
  for (const row of found) {
    const rest = left.get(row)
    if (rest === undefined) unknown.push(row)
    else if (rest === 0) doubled.push(row)
    else left.set(row, rest - 1)
  }
  const lost = [...left].flatMap(([row, rest]) => Array.from({ length: rest }, () => row))
  return [
    ...fault('lost', lost, `rows of ${table} are not there`),
    ...fault('doubled', doubled, `rows of ${table} are there more than once`),
    ...fault('wrong', unknown, `rows of ${table} are not those of the source`),
  ]
}

function counted(rows: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const row of rows) counts.set(row, (counts.get(row) ?? 0) + 1)
  return counts
}

async function repeatedLoads(query: Query, table: string): Promise<readonly FaultFound[]> {
  const repeated = await query(`SELECT load_id AS id FROM ${DATASET}.${table} GROUP BY load_id HAVING count(*) > 1`)
  return fault('doubled', ids(repeated), `loads are in ${table} more than once`)
}

async function unrecorded(query: Query, table: string): Promise<readonly FaultFound[]> {
  const found = await query(
    `SELECT DISTINCT _dlt_load_id AS id FROM ${DATASET}.${table}
     WHERE _dlt_load_id NOT IN (SELECT load_id FROM ${DATASET}._dlt_loads WHERE status = 0)`,
  )
  return fault('unrecorded', ids(found), `loads of ${table} are not in _dlt_loads`)
}

async function orphans(query: Query, table: string): Promise<readonly FaultFound[]> {
  const parent = table.split('__').slice(0, -1).join('__')
  const found = await query(
    `SELECT _dlt_id AS id FROM ${DATASET}.${table}
     WHERE _dlt_parent_id NOT IN (SELECT _dlt_id FROM ${DATASET}.${parent})`,
  )
  return fault('orphan', ids(found), `rows of ${table} have no parent`)
}

const ids = (rows: readonly Readonly<Record<string, string | null>>[]) => rows.map(({ id }) => `${id}`)

function fault(kind: FaultFound['kind'], rows: readonly string[], what: string): readonly FaultFound[] {
  if (rows.length === 0) return []
  return [{ kind, count: rows.length, what: `${rows.length} ${what}: ${rows.slice(0, SHOWN).join(' | ')}` }]
}
