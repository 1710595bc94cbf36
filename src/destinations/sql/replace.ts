import type { SqlDialect } from '../../sql/dialect.ts'
import { deleteAll } from '../../sql/dml.ts'
import { append, type LoadStatement, type TableLoad } from './append.ts'

/** Empties the table, then adds the rows, which may be none. Readers see the old rows until the transaction commits. */
export function replace(dialect: SqlDialect, load: TableLoad): readonly LoadStatement[] {
  return [{ sql: deleteAll(load.target) }, ...append(dialect, load)]
}
