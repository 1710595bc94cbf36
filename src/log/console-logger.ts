import type { Logger } from './logger.ts'
import { redactFields, redactText } from './redact.ts'

/** The least grave level that is written. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

const ORDER: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'silent']

/** One line a message on stderr: `warn  request is repeated  url=… attempt=2`; what looks like a secret is masked. */
export function consoleLogger(
  level: LogLevel = 'info',
  write: (line: string) => void = (line) => void process.stderr.write(line),
): Logger {
  const at = (own: LogLevel) => (message: string, fields?: Readonly<Record<string, unknown>>) => {
    if (ORDER.indexOf(own) < ORDER.indexOf(level)) return
    write(`${own.padEnd(5)} ${redactText(message)}${fields === undefined ? '' : fieldText(fields)}\n`)
  }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

function fieldText(fields: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(redactFields(fields)).filter(([, value]) => value !== undefined)
  return pairs.length === 0 ? '' : `  ${pairs.map(([name, value]) => `${name}=${valueText(value)}`).join(' ')}`
}

function valueText(value: unknown): string {
  if (typeof value === 'string') return /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value)
  if (typeof value === 'bigint') return String(value)
  return JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? String(inner) : inner))
}
