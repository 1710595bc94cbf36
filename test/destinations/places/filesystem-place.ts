import { join } from 'node:path'
import { filesystemCapabilities } from '../../../src/destinations/filesystem/capabilities.ts'
import { type FilesystemOptions, filesystem } from '../../../src/destinations/filesystem/index.ts'
import { parseLayout } from '../../../src/destinations/filesystem/layout/layout.ts'
import { lakeLoader } from '../../../src/destinations/filesystem/loader.ts'
import type { Destination } from '../../../src/index.ts'
import type { Storage } from '../../../src/storage/storage.ts'
import type { DestinationPlace, Interrupted } from '../../../src/testing/index.ts'

const LAYOUT = '{table_name}/{load_id}.{file_id}.{ext}'

/** A local folder. @param tableFormat Of all tables; absent: their files are the tables. */
export function filesystemPlace(tableFormat?: string): DestinationPlace {
  return {
    name: tableFormat === undefined ? 'filesystem' : `filesystem as ${tableFormat}`,
    capabilities: filesystemCapabilities,
    ...(tableFormat !== undefined && { tableFormat }),
    open: async (folder) => openFilesystem({ bucketUrl: join(folder, 'lake') }),
  }
}

/** A place for files that is there already. */
export function openFilesystem(options: FilesystemOptions) {
  const destination = () => filesystem(options)
  return { destination, interrupted: (at: number) => breakStorage(destination(), at), close: async () => {} }
}

/** The destination, of whose writes from now on the `at`-th fails: before it is done, or after. */
function breakStorage(real: Destination, at: number): Interrupted {
  const count = { steps: 0 }
  const wrapped = (destination: Destination): Destination => ({
    ...destination,
    configure: async (reader) => wrapped((await destination.configure?.(reader)) ?? destination),
    async connect(target, context) {
      const bucket = await destination.files?.open(target)
      if (bucket === undefined) throw new Error('it is no place for files')
      return lakeLoader({
        bucket: { ...bucket, storage: breaking(bucket.storage, at, count) },
        dataset: target.dataset,
        layout: parseLayout(LAYOUT),
        maxStateFiles: 100,
        context,
      })
    },
  })
  return { destination: wrapped(real), steps: () => count.steps }
}

function breaking(storage: Storage, at: number, count: { steps: number }): Storage {
  const step = async <T>(work: () => Promise<T>): Promise<T> => {
    count.steps += 1
    const isLast = count.steps === at
    if (isLast && at % 2 === 1) throw new Error('the plug was pulled')
    const result = await work()
    if (isLast) throw new Error('the plug was pulled')
    return result
  }
  const { linkFile } = storage
  return {
    ...storage,
    put: (...args) => step(() => storage.put(...args)),
    putFile: (...args) => step(() => storage.putFile(...args)),
    ...(linkFile && { linkFile: (...args) => step(() => linkFile(...args)) }),
    putIfAbsent: (...args) => step(() => storage.putIfAbsent(...args)),
    delete: (...args) => step(() => storage.delete(...args)),
    deletePrefix: (...args) => step(() => storage.deletePrefix(...args)),
  }
}
