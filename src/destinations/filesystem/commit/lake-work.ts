import type { CommitPlan, StagedJob } from '../../../contracts/destination.ts'
import { SchemaError } from '../../../errors/tolva-error.ts'
import { completeColumns } from '../../../schema/column-props.ts'
import { hasSeenData } from '../../../schema/mark-seen-data.ts'
import type { Table } from '../../../schema/stored.ts'
import { chainOf, rootOf } from '../../../schema/table-chain.ts'
import type { ChainChange, TableFormat } from '../table-formats/table-format.ts'
import { formatOfTable } from '../table-place.ts'

/** What a package does to a dataset of files. */
export interface LakeWork {
  /** Jobs whose files become files of the dataset, with their tables. */
  readonly files: readonly { readonly staged: StagedJob; readonly table: Table }[]
  /** Tables all of whose files go once the load is committed. */
  readonly emptied: readonly string[]
  /** The same, and the table with them. */
  readonly dropped: readonly string[]
  readonly chains: readonly { readonly format: TableFormat; readonly change: ChainChange }[]
}

/**
 * Sorts out what a package does.
 * @throws SchemaError `unsupported_merge_strategy` where rows of plain files are to be merged.
 */
export function lakeWork(plan: CommitPlan): LakeWork {
  const { schema, staged, package: load } = plan
  const files: { staged: StagedJob; table: Table }[] = []
  const roots = new Set<string>()
  for (const one of staged) {
    const table = schema.tables.get(one.job.table)
    if (table === undefined) continue
    if (formatOfTable(schema, table.name) !== undefined) roots.add(rootOf(schema.tables, table.name).name)
    else if (one.job.rows > 0) files.push({ staged: one, table })
  }
  const emptied = [...new Set([...load.replace, ...load.truncate])]
  for (const name of emptied) {
    if (schema.tables.has(name) && formatOfTable(schema, name) !== undefined)
      roots.add(rootOf(schema.tables, name).name)
  }
  for (const { table } of files) refuseMerge(plan, table)
  return {
    files,
    emptied: emptied.filter((name) => !schema.tables.has(name) || formatOfTable(schema, name) === undefined),
    dropped: load.drop,
    chains: [...roots].flatMap((root) => chainWork(plan, root, emptied)),
  }
}

function chainWork(plan: CommitPlan, root: string, emptied: readonly string[]): LakeWork['chains'] {
  const { schema, staged, package: load } = plan
  const format = formatOfTable(schema, root)
  if (format === undefined) return []
  const all = chainOf(schema.tables, root)
  const names = new Set(all.map(({ name }) => name))
  const isMerged = schema.tables.get(root)?.write_disposition === 'merge'
  const mode = emptied.some((name) => names.has(name)) ? 'replace' : isMerged ? 'merge' : 'append'
  const change: ChainChange = {
    mode,
    tables: all.filter((table) => completeColumns(table).length > 0 && hasSeenData(table)),
    jobs: staged.filter(({ job }) => names.has(job.table) && job.rows > 0),
    pipeline: load.pipeline,
    loadId: load.loadId,
    retried: plan.retried ?? false,
  }
  const table = schema.tables.get(root)
  if (table !== undefined) format.check(table)
  return [{ format, change }]
}

/** The schema of a table may have come from elsewhere, past what is looked at before a run. */
function refuseMerge({ schema, package: { replace } }: CommitPlan, table: Table): void {
  const root = rootOf(schema.tables, table.name)
  if (root.write_disposition !== 'merge' || replace.includes(root.name)) return
  throw new SchemaError(`table ${root.name} is to be merged, which cannot be done with its files`, {
    code: 'unsupported_merge_strategy',
    hint: "Give its resource a table format (tableFormat: 'delta' or 'iceberg'), or load it by append or replace.",
    context: { table: root.name },
  })
}
