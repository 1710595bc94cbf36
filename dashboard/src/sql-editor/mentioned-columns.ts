import type { Completion } from '../../../src/dashboard/api/data.ts'

/** A column that a statement may mean, and the tables that have it. */
export interface MentionedColumn {
  readonly name: string
  readonly type: string
  readonly tables: readonly string[]
}

/** The columns of the tables that a statement names, in any place: those of `FROM` come after what is being written. */
export function mentionedColumns(sql: string, tables: Completion['tables']): MentionedColumn[] {
  const words = new Set(sql.toLowerCase().match(/[\p{L}\p{N}_$]+/gu) ?? [])
  const found = new Map<string, { type: string; tables: string[] }>()
  for (const table of tables) {
    if (!words.has(table.name.toLowerCase())) continue
    for (const { name, type } of table.columns) {
      const known = found.get(name)
      if (known === undefined) found.set(name, { type, tables: [table.name] })
      else known.tables.push(table.name)
    }
  }
  return [...found].map(([name, { type, tables }]) => ({ name, type, tables }))
}
