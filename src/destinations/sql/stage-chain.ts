import type { CommitPlan, PhysicalColumn, StagedJob } from '../../contracts/destination.ts'
import type { Table } from '../../schema/stored.ts'
import { chainOf, rootOf } from '../../schema/table-chain.ts'
import { createView, dropTable, dropView } from '../../sql/ddl.ts'
import { append, requireRows } from './append.ts'
import type { DatasetSession } from './session.ts'
import type { StagedChain, StagedTable } from './staged-chain.ts'

/** Root tables with disposition merge for which the package holds rows, their own or those of tables below them. */
export function mergedRoots({ schema, staged, package: { replace } }: CommitPlan): readonly Table[] {
  const loaded = [...new Set(staged.map(({ job }) => job.table))].filter((table) => schema.tables.has(table))
  const roots = new Set(loaded.map((table) => rootOf(schema.tables, table)))
  return [...roots].filter((root) => root.write_disposition === 'merge' && !replace.includes(root.name))
}

/** Real columns by table. */
export type RealTables = ReadonlyMap<string, readonly PhysicalColumn[]>

/** A chain with the names of its tables; those that are not in `real` have never had rows. */
export function chainFor(
  { dialect, target }: DatasetSession,
  { schema, package: { loadId } }: CommitPlan,
  { root, real }: { readonly root: Table; readonly real: RealTables },
): StagedChain {
  // One chain at a time is staged, so that names need not tell chains apart.
  const temporary = (name: string) => dialect.temporaryName(`_dlt_${name}`)
  const tables = chainOf(schema.tables, root.name).filter((table) => real.has(table.name))
  const staged = (table: Table): StagedTable => ({
    table,
    target: target(table.name),
    staging: temporary(`stage_${tables.indexOf(table)}`),
  })
  return {
    root: staged(root),
    nested: tables.filter((table) => table !== root).map(staged),
    dialect,
    temporary,
    boundary: momentOf(loadId),
  }
}

/** Makes the package's rows readable with all columns of their targets: as views of the job files, else as copies. */
export async function stageRows(
  session: DatasetSession,
  chain: StagedChain,
  { jobs, real }: { readonly jobs: ReadonlyMap<string, readonly StagedJob[]>; readonly real: RealTables },
): Promise<void> {
  const { connection, dialect } = session
  for (const { table, target, staging } of [chain.root, ...chain.nested]) {
    const into = { name: staging, table, columns: real.get(table.name) ?? [] }
    const own = jobs.get(table.name) ?? []
    if (session.selectJobs) {
      await connection.execute(createView(staging, session.selectJobs(into, own)), [], table.name)
      const [row] = await connection.rows(`SELECT count(*) FROM ${staging}`)
      requireRows(table.name, own, Number(row?.[0]))
      continue
    }
    await connection.execute(dialect.createTemporary(staging, `SELECT * FROM ${target} LIMIT 0`), [], table.name)
    await append(session, into, own)
    if (own.length > 0 && dialect.analyze) await connection.execute(dialect.analyze(staging), [], table.name)
  }
}

/** Gives the room of the staged rows back before the next chain. */
export async function dropStaged({ connection, selectJobs }: DatasetSession, chain: StagedChain): Promise<void> {
  const drop = selectJobs ? dropView : dropTable
  for (const { staging } of [chain.root, ...chain.nested]) await connection.execute(drop(staging))
  for (const table of [chain.temporary('delete'), chain.temporary('insert')]) await connection.execute(dropTable(table))
}

/** A load id as ISO text with all its six digits, which a Date would cut to three. */
function momentOf(loadId: string): string {
  const [seconds, fraction = ''] = loadId.split('.')
  const text = new Date(Number(seconds) * 1000).toISOString().slice(0, 19)
  return `${text}.${fraction.padEnd(6, '0').slice(0, 6)}+00:00`
}
