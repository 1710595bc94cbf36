import { pathToFileURL } from 'node:url'
import type { Storage, StoredObject } from '../../storage/storage.ts'
import { parseIsoMoment } from '../../values/iso.ts'
import { Timestamp } from '../../values/kinds.ts'
import { type FileItem, PLACE } from './file-item.ts'
import { fixedFolder, globMatcher } from './glob.ts'
import { mimeType } from './mime-type.ts'

/** Files of a storage that fit a pattern, the oldest first: what is new comes behind what an earlier run has seen. */
export async function listFiles(storage: Storage, glob: string): Promise<readonly FileItem[]> {
  const fits = globMatcher(glob)
  const entries = (await storage.entries(fixedFolder(glob))).filter(({ key }) => fits(key))
  return entries.map((entry) => fileItem(storage, entry)).sort(byAge)
}

function fileItem(storage: Storage, { key, size, modifiedAt }: StoredObject): FileItem {
  const { type, encoding } = mimeType(key.split('/').at(-1) ?? key)
  const local = storage.localPath?.(key)
  return {
    file_name: key.split('/').at(-1) ?? key,
    relative_path: key,
    file_url: local === undefined ? storage.urlOf(key) : pathToFileURL(local).href,
    mime_type: type,
    ...(encoding !== undefined && { encoding }),
    modification_date: parseIsoMoment(modifiedAt) ?? new Timestamp(0n, 0),
    size_in_bytes: size,
    [PLACE]: { storage, key },
  }
}

/** The order of files: by the time of their last change, then by path. */
export function byAge(a: FileItem, b: FileItem): number {
  const [left, right] = [a.modification_date.micros, b.modification_date.micros]
  if (left !== right) return left < right ? -1 : 1
  return a.relative_path < b.relative_path ? -1 : a.relative_path > b.relative_path ? 1 : 0
}
