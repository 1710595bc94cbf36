import type { LakeSession } from '../session.ts'
import { tableFormat } from '../table-formats/registry.ts'
import type { Intent } from './intent.ts'

/** Takes back what a load brought into tables in open formats. Where others have changed one since, that is told and left. */
export async function withdrawTables(session: LakeSession, intent: Intent): Promise<void> {
  const { bucket, context } = session
  const { loadId, pipeline } = intent
  for (const { format, table, folder } of intent.tables) {
    const place = { bucket, context, scratch: await session.scratch(), folderOf: () => folder }
    const isGone = (await tableFormat(format)?.withdraw(place, table, { loadId, pipeline })) ?? true
    if (!isGone)
      context.logger.warn('rows of an abandoned load stay, for others have changed their table', { table, loadId })
  }
}
