import { DestinationError } from '../../../../errors/tolva-error.ts'
import type { LiveFile } from '../table-format.ts'
import { readStats } from './file-stats.ts'
import type { DeltaState } from './replay.ts'

/** The files of a table at one version. */
export function liveFiles({ files }: DeltaState, folder: string): readonly LiveFile[] {
  return [...files.values()].map(({ path, size, partitionValues, stats }) => {
    // A null value and an empty text are the same to Delta.
    const values = Object.entries(partitionValues).map(([name, value]) => [name, value === '' ? null : value] as const)
    return { key: `${folder}${decodePath(path)}`, size, partition: Object.fromEntries(values), ...readStats(stats) }
  })
}

function decodePath(path: string): string {
  if (!/^[a-z][a-z0-9+.-]*:/i.test(path) && !path.startsWith('/')) return decodeURIComponent(path)
  throw new DestinationError('a Delta table has files outside of its folder, as shallow clones do', {
    code: 'unsupported_table_feature',
    hint: 'Make a full copy of the table and use that.',
    context: { file: path },
  })
}
