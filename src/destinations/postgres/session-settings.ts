import { quoteName } from '../../sql/quote-name.ts'
import { quoteText } from '../../sql/quote-text.ts'
/** What a session is to be. */
export interface SessionSettings {
  /** Plain table names are looked up here and nowhere else. */
  readonly dataset: string
  readonly readOnly: boolean
  /** Default 300,000. */
  readonly lockWaitMs?: number | undefined
  /** Absent: what the server has set for the user. */
  readonly statementMs?: number | undefined
  /** Default UTC. */
  readonly timeZone?: string | undefined
}

/**
 * A select that sets a session up, so that texts, times and numbers read the same whatever the server's defaults are, and tells
 * as `pooled` whether a pooler stands between: then a session is lent for a transaction, and the settings end with the select.
 * @param pid The process that the session was said to be.
 */
export function setUpSession(settings: SessionSettings, pid: number | null): string {
  const pooled = pid === null ? 'false' : `pg_backend_pid() <> ${pid}`
  return `SELECT ${pooled} AS pooled, ${setting(settings, pooled)}, ${set('default_transaction_read_only', onOff(settings), pooled)}`
}

/** The same for the transaction that is open. */
export function setUpTransaction(settings: SessionSettings): string {
  return `SELECT ${setting(settings, 'true')}, ${set('transaction_read_only', onOff(settings), 'true')}`
}

function setting(
  { dataset, lockWaitMs = 300_000, statementMs, timeZone = 'UTC' }: SessionSettings,
  local: string,
): string {
  // A load whose files are deleted here must not be lost with the memory of the server.
  const durable = `CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END`
  const settings = [
    ['TimeZone', timeZone],
    ['DateStyle', 'ISO, MDY'],
    ['bytea_output', 'hex'],
    ['extra_float_digits', '1'],
    ['standard_conforming_strings', 'on'],
    ['client_min_messages', 'warning'],
    ['lock_timeout', String(lockWaitMs)],
    ['search_path', quoteName(dataset)],
    ...(statementMs === undefined ? [] : [['statement_timeout', String(statementMs)]]),
  ] as const
  const all = settings.map(([name = '', value = '']) => set(name, value, local))
  return [...all, `set_config('synchronous_commit', ${durable}, ${local})`].join(', ')
}

function set(name: string, value: string, local: string): string {
  // The text holds no backslash that any setting would read otherwise.
  return `set_config('${name}', ${quoteText(value)}, ${local})`
}

function onOff({ readOnly }: SessionSettings): string {
  return readOnly ? 'on' : 'off'
}
