import { parse, stringify } from 'yaml'
import { ConfigError } from '../../errors/tolva-error.ts'
import { isRecord } from '../../values/is-record.ts'

/** Where it is recorded what was installed, below the project. */
export const RECORD_FILE = '.dlt/.toolkits'

/** A file or part that we wrote. `agent` is missing on what dlt wrote: that is not ours. */
export interface WrittenPart {
  readonly sha3_256: string
  readonly agent?: string
}

/** A toolkit that is installed, in the spelling of dlt's own record. */
export interface InstalledToolkit {
  readonly version: string
  readonly description: string
  readonly tags?: readonly string[]
  readonly dependencies?: readonly string[]
  readonly workflow_entry_skill?: string
  /** UTC, ISO 8601. */
  readonly installed_at: string
  /** The one that it was installed for last. */
  readonly agent: string
  readonly files: Readonly<Record<string, WrittenPart>>
  /** Parts of files that others write too: `.mcp.json#mcpServers.tolva`. */
  readonly parts?: Readonly<Record<string, WrittenPart>>
  readonly mcp_servers?: readonly string[]
}

/** Toolkit → what is installed of it. */
export type InstallRecord = Readonly<Record<string, InstalledToolkit>>

/**
 * Reads the record.
 * @throws ConfigError code `bad_toolkit_record`.
 */
export function readRecord(text: string | undefined): InstallRecord {
  if (text === undefined) return {}
  const found = parsed(text)
  if (found === null || found === undefined) return {}
  if (!isRecord(found)) throw badRecord()
  return Object.fromEntries(Object.entries(found).map(([name, entry]) => [name, installed(entry)]))
}

/** The record as a file. */
export function recordText(record: InstallRecord): string {
  return stringify(record, { lineWidth: 0 })
}

/** Names of toolkits that were installed for an agent by us. */
export function installedFor(record: InstallRecord, agent: string): readonly string[] {
  return Object.entries(record).flatMap(([name, { files, parts = {} }]) => {
    const isOurs = [...Object.values(files), ...Object.values(parts)].some((part) => part.agent === agent)
    return isOurs ? [name] : []
  })
}

function installed(entry: unknown): InstalledToolkit {
  if (!isRecord(entry)) throw badRecord()
  const text = (key: string) => (typeof entry[key] === 'string' ? entry[key] : '')
  const words = (key: string) => {
    const value = entry[key]
    return Array.isArray(value) ? { [key]: value.map(String) } : {}
  }
  const { workflow_entry_skill: entrySkill } = entry
  return {
    version: text('version'),
    description: text('description'),
    ...words('tags'),
    ...words('dependencies'),
    ...(typeof entrySkill === 'string' && { workflow_entry_skill: entrySkill }),
    installed_at: text('installed_at'),
    agent: text('agent'),
    files: written(entry.files),
    ...(entry.parts !== undefined && { parts: written(entry.parts) }),
    ...words('mcp_servers'),
  }
}

function written(value: unknown): Readonly<Record<string, WrittenPart>> {
  if (!isRecord(value)) return {}
  return Object.fromEntries(
    Object.entries(value).flatMap(([path, part]) => {
      if (!isRecord(part) || typeof part.sha3_256 !== 'string') return []
      return [[path, { sha3_256: part.sha3_256, ...(typeof part.agent === 'string' && { agent: part.agent }) }]]
    }),
  )
}

function parsed(text: string): unknown {
  try {
    return parse(text)
  } catch (cause) {
    throw badRecord(cause)
  }
}

function badRecord(cause?: unknown): ConfigError {
  return new ConfigError(`${RECORD_FILE} is not a record of toolkits`, {
    code: 'bad_toolkit_record',
    hint: 'repair it, or delete it: then all that is there counts as written by you',
    context: { file: RECORD_FILE },
    cause,
  })
}
