import { MissingConfigError } from '../config/missing-config-error.ts'
import { TolvaError } from '../errors/tolva-error.ts'
import { redactFields, redactText } from '../log/redact.ts'

/** The process's two streams, as far as the command line writes to them. */
export interface Streams {
  readonly stdout: { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number }
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number }
}

/** Results go to stdout, everything else to stderr; with `--json` stdout gets exactly one versioned object. */
export interface Terminal {
  readonly json: boolean
  /** May be coloured: a terminal, and NO_COLOR is not set. */
  readonly color: boolean
  readonly width: number
  /** The result of a command: its text, or with `--json` its data. */
  result(command: string, data: unknown, text: string): void
  note(text: string): void
  failure(command: string, error: unknown): void
}

/** Version of the objects that `--json` prints. */
export const JSON_VERSION = 1

export function createTerminal(
  { stdout, stderr }: Streams,
  env: Readonly<Record<string, string | undefined>>,
  json: boolean,
): Terminal {
  // Asked for by a program that shows both.
  const withText = env.TOLVA_JSON_TEXT === '1'
  const print = (value: object) => stdout.write(`${JSON.stringify(value, plain, 2)}\n`)
  return {
    json,
    color: !env.NO_COLOR && (stdout.isTTY === true || Boolean(env.FORCE_COLOR)),
    width: stdout.columns ?? 100,
    result(command, data, text) {
      if (json) print({ version: JSON_VERSION, command, ok: true, result: data, ...(withText && { text }) })
      else if (text !== '') stdout.write(`${text}\n`)
    },
    note: (text) => void stderr.write(`${text}\n`),
    failure(command, error) {
      if (json) print({ version: JSON_VERSION, command, ok: false, error: errorData(error) })
      else stderr.write(`${errorText(error)}\n`)
    },
  }
}

function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Map) return Object.fromEntries(value)
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value
}

function errorData(error: unknown): object {
  if (!(error instanceof Error)) return { name: 'Error', code: 'unknown', message: redactText(String(error)) }
  const message = redactText(error.message)
  if (!(error instanceof TolvaError)) return { name: error.name, code: 'unknown', message }
  const { name, code, hint, context } = error
  const told = causes(error).map((line) => redactText(line.replace(/^ *because: \w+: /, '')))
  return {
    name,
    code,
    message,
    hint: hint && redactText(hint),
    context: redactFields(context),
    ...(told.length > 0 && { causes: told }),
  }
}

function errorText(error: unknown): string {
  // Its message says already what its hint and context do.
  if (error instanceof MissingConfigError) return redactText(`${error.name}: ${error.message}`)
  if (error instanceof TolvaError) return redactText([String(error), ...causes(error)].join('\n'))
  // Not ours: a mistake in a pipeline file needs its place.
  return redactText(error instanceof Error ? (error.stack ?? String(error)) : String(error))
}

function causes(error: Error): readonly string[] {
  if (!(error.cause instanceof Error)) return []
  return [`  because: ${error.cause.name}: ${error.cause.message}`, ...causes(error.cause)]
}
