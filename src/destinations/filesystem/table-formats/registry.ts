import { delta } from './delta/delta.ts'
import { iceberg } from './iceberg/iceberg.ts'
import type { TableFormat } from './table-format.ts'

const FORMATS: readonly TableFormat[] = [delta, iceberg]

/** The table format that the hint `table_format` names; undefined: there is none of that name. */
export function tableFormat(name: string): TableFormat | undefined {
  return FORMATS.find((format) => format.name === name)
}
