import type { TracedConfigReader } from '../../config/resolve.ts'
import type { FilesystemOptions } from './index.ts'
import { placeholdersFrom } from './stored-options.ts'

/** What the configuration says of a place for files, besides where it is: dlt's names. */
export async function readOptions(
  reader: TracedConfigReader,
  sections: readonly string[],
): Promise<Pick<FilesystemOptions, 'layout' | 'extraPlaceholders' | 'currentDatetime' | 'maxStateFiles'>> {
  const read = (field: string, type: 'text' | 'bigint' | 'json' = 'text') =>
    reader.read({ sections, field, secret: false, required: false, type })
  const layout = await read('layout')
  const extra = placeholdersFrom(await read('extra_placeholders', 'json'))
  const moment = await read('current_datetime')
  const maxStateFiles = await read('max_state_files', 'bigint')
  return {
    ...(layout !== undefined && { layout: String(layout) }),
    ...(extra !== undefined && { extraPlaceholders: extra }),
    ...(moment !== undefined && { currentDatetime: moment instanceof Date ? moment : String(moment) }),
    ...(maxStateFiles !== undefined && { maxStateFiles: Number(maxStateFiles) }),
  }
}
