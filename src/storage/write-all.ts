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
