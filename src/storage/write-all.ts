import { writevSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'

/** Writes parts one behind the other where the file stands; what the system did not take at once follows. */
export async function writeAll(handle: FileHandle, parts: readonly Uint8Array[]): Promise<void> {
  const size = parts.reduce((sum, part) => sum + part.length, 0)
  const { bytesWritten } = await handle.writev([...parts])
  if (bytesWritten === size) return
  for (let rest = Buffer.concat(parts).subarray(bytesWritten); rest.length > 0; ) {
    const { bytesWritten: more } = await handle.write(rest)
    rest = rest.subarray(more)
  }
}

/**
 * The same at once, for few bytes: they are in the system's cache before another thread would have begun.
 * @throws the system's error, with what fitted written.
 */
export function writeAllNow(handle: FileHandle, parts: readonly Uint8Array[]): void {
  const size = parts.reduce((sum, part) => sum + part.length, 0)
  let written = writevSync(handle.fd, [...parts])
  while (written < size) written += writevSync(handle.fd, [Buffer.concat(parts).subarray(written)])
}
