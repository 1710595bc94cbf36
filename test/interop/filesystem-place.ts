import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { filesystem } from '../../src/destinations/filesystem/index.ts'
import { localStorage } from '../../src/storage/local.ts'
import type { MakePlace } from './place.ts'
import { readLake } from './read-lake.ts'

/** A local folder. @param format Of dlt's job files; absent: as dlt likes them best. */
export function filesystemPlace(format?: 'parquet' | 'jsonl' | 'csv'): MakePlace {
  return async (folder) => {
    const path = join(folder, 'lake')
    const bucket = { url: { scheme: 'file' as const, path }, storage: localStorage(path, { shared: true }) }
    return {
      ours: filesystem(path),
      theirs: { kind: 'filesystem', url: path, ...(format && { format }) },
      read: (dataset, since) => readLake(bucket, dataset, since),
      dropDataset: (dataset) => rm(join(path, dataset), { recursive: true, force: true }),
      [Symbol.asyncDispose]: async () => {},
    }
  }
}
