import { ConfigError } from '../../errors/tolva-error.ts'
import { temporaryCopies } from '../../storage/temporary-copies.ts'
import { type FileItem, PLACE } from './file-item.ts'

/** A file on this machine; of a bucket a copy, which goes when it is disposed. */
export interface LocalFile extends AsyncDisposable {
  /** Absolute. */
  readonly path: string
}

/**
 * Brings a listed file here.
 * @throws ConfigError `file_without_place` for a row that is no listed file any more.
 */
export async function openFile(file: FileItem, signal: AbortSignal): Promise<LocalFile> {
  const place = file[PLACE]
  if (place === undefined) {
    throw new ConfigError(`a row says nothing of where the file ${file.file_url ?? '?'} is opened`, {
      code: 'file_without_place',
      hint: 'Keep what filesystem() gives: map(file => ({ ...file, … })).',
    })
  }
  const { storage, key } = place
  const local = storage.localPath?.(key)
  if (local !== undefined) return { path: local, async [Symbol.asyncDispose]() {} }
  const copies = temporaryCopies(storage, signal)
  try {
    return { path: await copies.of(key), [Symbol.asyncDispose]: () => copies[Symbol.asyncDispose]() }
  } catch (error) {
    await copies[Symbol.asyncDispose]()
    throw error
  }
}
