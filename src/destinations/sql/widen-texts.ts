import type { CommitPlan, PhysicalColumn } from '../../contracts/destination.ts'
import type { Column } from '../../schema/stored.ts'
import { alterType } from '../../sql/ddl.ts'
import { realColumns } from './inspect.ts'
import type { DatasetSession } from './session.ts'
import { longestTexts, sizedColumn } from './text-sizes.ts'

/**
 * Widens columns of texts for what packages bring. It comes before their transaction, because an engine with such columns does not
 * do it within one; a width that is not needed in the end harms nobody.
 */
export async function widenTexts(session: DatasetSession, plans: readonly CommitPlan[]): Promise<void> {
  const { connection, dialect, textWidth } = session
  if (textWidth === undefined) return
  const staged = plans.flatMap((plan) => plan.staged)
  const dropped = new Set(plans.flatMap((plan) => plan.package.drop))
  const tables = [...new Set(staged.map(({ job }) => job.table))].filter((table) => !dropped.has(table))
  const longest = longestTexts(staged)
  for (const [table, columns] of await realColumns(session, tables)) {
    for (const real of columns) {
      const column = plans.map(({ schema }) => schema.tables.get(table)?.columns.get(real.name)).find(isText)
      if (column === undefined) continue
      const bytes = longest(table, real.name)
      if (!isNarrow(session, real, bytes ?? Number.MAX_SAFE_INTEGER)) continue
      const { precision: _, ...text } = column
      const wider = sizedColumn(session, text, bytes)
      await connection.execute(alterType(dialect, session.target(table), wider), [], table)
    }
  }
}

const isText = (column: Column | undefined) => column?.data_type === 'text'

/** Whether a column cannot take a text of that many bytes and could be wider. */
function isNarrow({ dialect, textWidth }: DatasetSession, { type }: PhysicalColumn, bytes: number): boolean {
  const { data_type: kind, precision: width } = dialect.columnOf(type)
  if (kind !== 'text' || width === undefined || textWidth === undefined) return false
  return width < Math.min(bytes, textWidth(Number.MAX_SAFE_INTEGER))
}
