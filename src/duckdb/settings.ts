import { availableParallelism, totalmem } from 'node:os'

const MEGABYTE = 1024 * 1024
const LARGEST = 400 * MEGABYTE

/**
 * How a file is opened. Memory is bounded because a load shares the process with the builders; DuckDB spills beside the file.
 * Row order is kept: with row groups of DuckDB's own size that is the faster way to insert.
 * Extensions are never downloaded behind the user's back; `TOLVA_DUCKDB_EXTENSIONS` names a folder of them.
 */
export function openSettings(path: string, readOnly: boolean): Record<string, string> {
  const memory = Math.min(LARGEST, Math.max(128 * MEGABYTE, Math.floor(totalmem() / 4)))
  return {
    access_mode: readOnly ? 'READ_ONLY' : 'READ_WRITE',
    memory_limit: `${Math.floor(memory / MEGABYTE)}MiB`,
    threads: String(availableParallelism()),
    temp_directory: `${path}.tmp`,
    preserve_insertion_order: 'true',
    autoinstall_known_extensions: 'false',
    ...(process.env.TOLVA_DUCKDB_EXTENSIONS && { extension_directory: process.env.TOLVA_DUCKDB_EXTENSIONS }),
  }
}

/** For statements that others wrote: what does not fit into memory must not fill the disk. */
export const BOUNDED: Readonly<Record<string, string>> = { max_temp_directory_size: '2GiB' }

/** Statements for a load that does not fit: one thread holds one row group at a time, and may use most of the machine's memory. */
export function roomierSettings(): readonly string[] {
  return ['SET threads = 1', `SET memory_limit = '${Math.floor((totalmem() * 0.7) / MEGABYTE)}MiB'`]
}
