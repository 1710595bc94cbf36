import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import type { JobFile, LoadPackage } from '../contracts/load-package.ts'
import { InternalError } from '../errors/tolva-error.ts'
import { withFile } from '../storage/file-error.ts'
import { syncFolder } from '../storage/rename-durably.ts'
import { typedJson } from '../values/typed-json.ts'
import { packageKeys } from './package-keys.ts'
import { sizeOf } from './size-of.ts'
import type { WorkingFolder } from './working-folder.ts'

/** Makes the folder into which the job files of a package are written, and returns its absolute path. */
export async function openPackage(folder: WorkingFolder, loadId: string): Promise<string> {
  const path = join(folder.storage.localPath(packageKeys(loadId).folder.slice(0, -1)), 'files')
  await withFile(path, () => mkdir(path, { recursive: true, mode: 0o700 }))
  return path
}

/**
 * Seals a package: its files are made durable, then one manifest appears. Before it nothing happened, after it the package will be loaded.
 * @param options.until Load id of the run's last package: without the seal of that one this one does not count either.
 * @throws InternalError `package_file_differs` where a file is absent or has another size, `package_sealed_already`;
 *   ConfigError `lease_lost`, `disk_full` and the like.
 */
export async function sealPackage(
  folder: WorkingFolder,
  load: LoadPackage,
  { until }: { readonly until?: string | undefined } = {},
): Promise<void> {
  const keys = packageKeys(load.loadId)
  await folder.lease?.assertHeld()
  if (until !== undefined && until !== load.loadId) await folder.storage.put(`${keys.until}${until}`, '')
  for (const job of load.jobs) await makeDurable(folder, keys.folder, job)
  if (load.jobs.length > 0) await syncFolder(folder.storage.localPath(keys.files.slice(0, -1)))
  if (await folder.storage.putIfAbsent(keys.manifest, `${typedJson(load)}\n`)) return
  throw new InternalError(`load package ${load.loadId} is sealed already`, {
    code: 'package_sealed_already',
    context: { pipeline: folder.pipeline },
  })
}

async function makeDurable({ storage, pipeline }: WorkingFolder, folder: string, job: JobFile): Promise<void> {
  const path = storage.localPath(`${folder}${job.file}`)
  const size = await sizeOf(path)
  if (size !== job.bytes) {
    throw new InternalError(`job file ${job.file} has ${size ?? 'no'} bytes where ${job.bytes} were written`, {
      code: 'package_file_differs',
      context: { pipeline, table: job.table, file: path },
    })
  }
  await withFile(path, async () => {
    const file = await open(path, 'r+')
    try {
      await file.sync()
    } finally {
      await file.close()
    }
  })
}
