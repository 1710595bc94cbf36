import type { StagedJob } from '../../../contracts/destination.ts'
import type { DuckDbConnection } from '../../../duckdb/connection.ts'
import { columnsWith } from '../../../schema/column-props.ts'
import { createView } from '../../../sql/ddl.ts'
import { quoteName } from '../../../sql/quote-name.ts'
import { duckDbDialect } from '../../duckdb/dialect.ts'
import { requireRows } from '../../sql/append.ts'
import { repeatedKeys } from '../../sql/repeated-keys.ts'
import type { StagedChain, StagedTable } from '../../sql/staged-chain.ts'
import { strategyFor } from '../../sql/strategy-for.ts'
import { refuseHidingColumns } from './check-table.ts'
import type { ChainWork } from './commit-chain.ts'
import { mergeRows } from './merge-rows.ts'
import type { PlannedTable } from './plan-chain.ts'
import { pruneFiles } from './prune-files.ts'
import { readNames } from './read-names.ts'
import { ROW_PLACE, selectSnapshot } from './select-snapshot.ts'
import type { Bounds } from './table-format.ts'

type NameOf = (key: string) => string

interface StagedPart extends PlannedTable {
  readonly jobs: readonly StagedJob[]
}

/** Turns staged rows into what a merge leaves of the files that hold one of them: files are written anew, others are not touched. */
export async function planMerge(
  { log, reader }: ChainWork,
  connection: DuckDbConnection,
  parts: readonly StagedPart[],
): Promise<readonly PlannedTable[]> {
  const staged = parts.map(({ table }, index): StagedTable => {
    const target = quoteName(`_tolva_target_${index}`)
    return { table, target, staging: quoteName(`_tolva_stage_${index}`) }
  })
  for (const { table } of parts) refuseHidingColumns(table, log.name)
  const [root, ...nested] = staged
  if (root === undefined) return []
  const strategy = strategyFor(root.table, { strategies: log.mergeStrategies, destination: `${log.name} tables` })
  const temporary = (name: string) => quoteName(`_tolva_${name}`)
  const unsure: StagedChain = { root, nested, dialect: duckDbDialect, temporary, boundary: '' }
  await stageRows(connection, staged, parts)
  const chain = { ...unsure, repeated: await repeatedKeys({ connection }, unsure) }
  const keys = parts.flatMap(({ open }) => open.snapshot.files.map(({ key }) => key))
  const nameOf = await readNames(reader, keys)
  const bounds = strategy === 'cdc' ? undefined : await keyBounds(connection, root)
  for (const [index, { open, restarted }] of parts.entries()) {
    const { columns, files } = open.snapshot
    const isWhole = index > 0 || bounds === undefined
    const candidates = restarted ? [] : isWhole ? files : pruneFiles(files, columns, bounds)
    const select = selectSnapshot({ columns, files: candidates }, nameOf, { places: true })
    await connection.execute(createView(staged[index]?.target ?? '', select))
  }
  const planned: PlannedTable[] = []
  for (const [index, one] of staged.entries()) {
    const part = parts[index]
    if (part === undefined || part.done) continue
    const names = part.open.snapshot.columns.map(({ name }) => name)
    const foreign = names.filter((name) => !one.table.columns.has(name)).map(quoteName)
    const { gone, add } = mergeRows({ chain, one, strategy, foreign })
    const selected = names.map(quoteName).join(', ')
    const added = `SELECT ${selected} FROM (SELECT ${selected} FROM ${one.target} WHERE FALSE UNION ALL BY NAME ${add})`
    const kept =
      gone === undefined || part.restarted ? undefined : await keepOthers(connection, part, { gone, nameOf, index })
    planned.push({
      ...part,
      jobs: undefined,
      remove: kept?.remove ?? part.remove,
      select: kept === undefined ? added : `SELECT ${selected} FROM (${kept.stays}) UNION ALL ${added}`,
    })
  }
  return planned
}

async function stageRows(
  connection: DuckDbConnection,
  staged: readonly StagedTable[],
  parts: readonly StagedPart[],
): Promise<void> {
  for (const [index, { table, staging }] of staged.entries()) {
    const part = parts[index]
    if (part === undefined) continue
    await connection.execute(createView(staging, part.select), [], table.name)
    const [row] = await connection.rows(`SELECT count(*) FROM ${staging}`)
    requireRows(table.name, part.jobs, Number(row?.[0]))
  }
}

/** The files that hold rows which go, and a select of their other rows. */
async function keepOthers(
  connection: DuckDbConnection,
  { table, open }: PlannedTable,
  { gone, nameOf, index }: { readonly gone: string; readonly nameOf: NameOf; readonly index: number },
) {
  const { columns, files } = open.snapshot
  const places = quoteName(`_tolva_gone_${index}`)
  await connection.execute(`CREATE OR REPLACE TEMP TABLE ${places} AS ${gone}`, [], table.name)
  const rows = await connection.rows(`SELECT DISTINCT ${ROW_PLACE.file} FROM ${places}`)
  const touched = new Set(rows.map(([name]) => name))
  const remove = files.filter(({ key }) => touched.has(nameOf(key)))
  const held = selectSnapshot({ columns, files: remove }, nameOf, { places: true })
  const isGone = `g.${ROW_PLACE.file} = k.${ROW_PLACE.file} AND g.${ROW_PLACE.row} = k.${ROW_PLACE.row}`
  return {
    remove,
    stays: `SELECT * FROM (${held}) AS k WHERE NOT EXISTS (SELECT 1 FROM ${places} AS g WHERE ${isGone})`,
  }
}

/** Between which values the staged keys lie. */
async function keyBounds(
  connection: DuckDbConnection,
  { table, staging }: StagedTable,
): Promise<ReadonlyMap<string, Bounds>> {
  const keys = columnsWith(table, 'primary_key')
  const cells = keys.flatMap((key) => [
    `CAST(min(${quoteName(key)}) AS VARCHAR)`,
    `CAST(max(${quoteName(key)}) AS VARCHAR)`,
  ])
  const [row = []] = await connection.rows(`SELECT ${cells.join(', ')} FROM ${staging}`)
  return new Map(
    keys.flatMap((key, index): [string, Bounds][] => {
      const [min, max] = [row[index * 2], row[index * 2 + 1]]
      return typeof min === 'string' && typeof max === 'string' ? [[key, { min, max }]] : []
    }),
  )
}
