import { isComplete } from '../schema/column-props.ts'
import type { Column, Schema, Table } from '../schema/stored.ts'
import type { CheckFacts } from './check.ts'
import { inTurns } from './in-turns.ts'

/** Seconds that counting all rows may take. */
const SECONDS = 20

/** A table of the user's that is at the destination and has rows. */
export interface TableThere {
  readonly schema: Schema
  readonly table: Table
  /** Of the user's, as they are at the destination. */
  readonly columns: readonly Column[]
  readonly rows: number
}

/** Tables that have rows now; one name is told once, whatever number of schemas has it. */
export async function tablesThere(facts: CheckFacts): Promise<readonly TableThere[]> {
  const { dataset, schemas, signal } = facts
  let counts: Readonly<Record<string, number>> = {}
  await inTurns(facts, async () => {
    counts = (await dataset?.within({ seconds: SECONDS, signal }).rowCounts()) ?? {}
    return false
  })
  const told = new Set<string>()
  return schemas.flatMap((schema) =>
    [...schema.tables.values()].flatMap((table) => {
      const rows = counts[table.name] ?? 0
      if (rows === 0 || told.has(table.name)) return []
      told.add(table.name)
      const columns = [...table.columns.values()].filter(
        (column) => isComplete(column) && !column.name.toLowerCase().startsWith('_dlt'),
      )
      return [{ schema, table, columns, rows }]
    }),
  )
}
