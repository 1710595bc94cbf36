import { send } from '../../api/request.ts'
import type { TableView } from '../../filters/table-view.ts'
import { exportName } from './export-name.ts'
import { tableBody } from './table-body.ts'

/** Has the server write a file and the browser save it. Gives what cut it short. */
export async function saveExport(
  name: string,
  of: { readonly view: TableView } | { readonly sql: string },
  format: 'csv' | 'parquet',
): Promise<string | undefined> {
  const body = 'view' in of ? { format, table: tableBody(of.view) } : { format, sql: of.sql }
  const response = await send({ route: 'export', params: { name }, body })
  const url = URL.createObjectURL(await response.blob())
  const link = document.createElement('a')
  link.href = url
  link.download = exportName(name, 'view' in of ? of.view.table : 'query', format, new Date())
  link.click()
  // The browser reads the file in its own time.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
  return response.headers.get('x-tolva-limited') || undefined
}
