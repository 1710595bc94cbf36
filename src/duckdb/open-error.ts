import { open } from 'node:fs/promises'
import { DestinationError } from '../errors/tolva-error.ts'
import { diskError } from './disk-error.ts'

const HEADER_VERSION_AT = 52
const HEADER_VERSION_LENGTH = 32

/** Whether opening failed only because another process or thread holds the file. */
export function isHeldElsewhere(error: unknown): boolean {
  if (error instanceof DestinationError) return error.code === 'duckdb_file_held'
  return error instanceof Error && /could not set lock on file|being used by another process/i.test(error.message)
}

/** Who holds a file, as far as the error of opening it says: `process 12 (/usr/bin/node)`. */
export function holderOf(error: unknown): string {
  if (error instanceof DestinationError) return 'another thread of this process'
  const message = error instanceof Error ? error.message : ''
  const pid = /PID (\d+)/.exec(message)?.[1]
  const program = /held in (.+?) \(PID/.exec(message)?.[1]
  return pid === undefined ? 'another process' : `process ${pid}${program ? ` (${program})` : ''}`
}

/** Says why a file did not open, in words that lead on: who holds it, which version wrote it. */
export async function openError(path: string, cause: unknown, driverVersion: string): Promise<DestinationError> {
  if (cause instanceof DestinationError) return cause
  const message = cause instanceof Error ? cause.message : String(cause)
  if (isHeldElsewhere(cause)) return heldError(path, message, cause)
  const fault = cause instanceof Error ? diskError(cause, path) : undefined
  if (fault !== undefined) return fault
  if (/but we can only read versions between/.test(message)) return tooNewError(path, driverVersion, cause)
  if (/not a valid DuckDB database file/.test(message)) {
    return new DestinationError(`${path} is not a DuckDB file`, {
      code: 'duckdb_not_a_database',
      hint: 'Point tolva at another file, or move this one away so that a new one is made.',
      context: { file: path },
      cause,
    })
  }
  if (/in read-only mode: database does not exist/.test(message)) {
    return new DestinationError(`the DuckDB file ${path} does not exist`, {
      code: 'duckdb_file_missing',
      hint: 'Run the pipeline once: the first load makes the file.',
      context: { file: path },
      cause,
    })
  }
  return new DestinationError(`${path} did not open: ${message.split('\n', 1)[0]}`, {
    code: 'duckdb_open_failed',
    hint: 'Check that the file and its folder can be read and written by this user.',
    context: { file: path },
    cause,
  })
}

function heldError(path: string, message: string, cause: unknown): DestinationError {
  const pid = /PID (\d+)/.exec(message)?.[1]
  return new DestinationError(`${path} is open in ${holderOf(cause)}`, {
    code: 'duckdb_file_held',
    hint: `Close the file there${pid === undefined ? '' : ` or end process ${pid}`}, then run again: what was prepared is loaded first.`,
    context: { file: path, ...(pid === undefined ? {} : { pid: Number(pid) }) },
    retry: true,
    cause,
  })
}

async function tooNewError(path: string, driverVersion: string, cause: unknown): Promise<DestinationError> {
  const fileVersion = await versionInHeader(path)
  return new DestinationError(
    `${path} was written by DuckDB ${fileVersion}; this tolva brings DuckDB ${driverVersion}, which cannot read it`,
    {
      code: 'duckdb_file_too_new',
      hint:
        'Load into a new file, or copy this one with DuckDB 2: ' +
        `ATTACH '${path}' AS newer; ATTACH 'copy.duckdb' AS older (STORAGE_VERSION 'v1.5.0'); COPY FROM DATABASE newer TO older.`,
      context: { file: path, fileVersion, driverVersion },
      cause,
    },
  )
}

async function versionInHeader(path: string): Promise<string> {
  const file = await open(path, 'r')
  try {
    const { buffer } = await file.read(
      new Uint8Array(HEADER_VERSION_LENGTH),
      0,
      HEADER_VERSION_LENGTH,
      HEADER_VERSION_AT,
    )
    const text = new TextDecoder().decode(buffer).split('\0', 1)[0] ?? ''
    return /^v[\d.]+/.exec(text)?.[0] ?? 'of a newer version'
  } finally {
    await file.close()
  }
}
