import type { DuckDbConnection } from '../duckdb/connection.ts'
import { SchemaError } from '../errors/tolva-error.ts'
import { quoteName } from '../sql/quote-name.ts'
import { reading } from './file-shape.ts'
import { type PlannedFile, readTyped } from './import-file.ts'
import { changedBy, keptRows } from './import-select.ts'

/** What of a file is loaded, and what contracts keep out. */
export interface FileCounts {
  readonly rows: number
  readonly droppedRows: number
  /** Values by column. */
  readonly droppedValues: ReadonlyMap<string, number>
}

interface Question {
  readonly sql: string
  readonly answer: (count: number) => void
}

/**
 * Counts the rows of a file, and makes sure that they can be loaded.
 * @throws SchemaError `value_changed` where a value does not fit its column as it is, `null_in_not_null_column`.
 */
export async function checkFile(scratch: DuckDbConnection, planned: PlannedFile): Promise<FileCounts> {
  const { plan, file } = planned
  const table = plan.state.name
  const where = keptRows(plan)
  let [all, dropped] = [0, 0]
  const values = new Map<string, number>()
  const questions: Question[] = [
    {
      sql: 'count(*)',
      answer: (count) => {
        all = count
      },
    },
    {
      sql: where === undefined ? '0' : `count(*) FILTER (WHERE NOT (${where}))`,
      answer: (count) => {
        dropped = count
      },
    },
  ]
  for (const { source, name, mode } of plan.kept) {
    if (mode === 'discard_value')
      questions.push({ sql: `count(${quoteName(source)})`, answer: (count) => values.set(name, count) })
  }
  for (const { source, type, column } of plan.columns) {
    const changed = changedBy({ source, type, column })
    const at = { table, column: column.name, file }
    if (changed !== undefined)
      questions.push({ sql: `count(*) FILTER (WHERE ${changed})`, answer: refuse(valueChanged(at, type)) })
    if (column.nullable === false) {
      questions.push({ sql: `count(*) FILTER (WHERE ${quoteName(source)} IS NULL)`, answer: refuse(nullInside(at)) })
    }
  }
  const sql = `SELECT ${questions.map((question) => question.sql).join(', ')} FROM ${readTyped(planned)}`
  const [row = []] = await reading(file, () => scratch.rows(sql))
  questions.forEach(({ answer }, index) => {
    answer(Number(row[index]))
  })
  return { rows: all - dropped, droppedRows: dropped, droppedValues: values }
}

const refuse = (error: SchemaError) => (count: number) => {
  if (count > 0) throw error
}

interface At {
  readonly table: string
  readonly column: string
  readonly file: string
}

function valueChanged(context: At, type: string): SchemaError {
  const { table, column, file } = context
  return new SchemaError(`values of type ${type} in ${file} would be changed by column ${column} of table ${table}`, {
    code: 'value_changed',
    hint: 'Give the column a type that holds them in the columns hint of a new table, or round them in the file.',
    context: { ...context },
  })
}

function nullInside(context: At): SchemaError {
  const { table, column, file } = context
  return new SchemaError(`Column ${column} of table ${table} must not be null, but ${file} has null there.`, {
    code: 'null_in_not_null_column',
    hint: 'Filter such rows out of the file, or declare the column nullable: true.',
    context: { ...context },
  })
}
