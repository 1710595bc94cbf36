import { ConfigError } from '../errors/tolva-error.ts'

/** When what was read so far is sealed and loaded, while a long run goes on: whichever comes first. */
export interface Checkpoint {
  /** `'10m'`, `'90s'`, `'1h'`, or milliseconds. */
  readonly every?: string | number
  /** Rows, bytes of answers, or pages since the last one. */
  readonly rows?: number
  readonly bytes?: number
  readonly pages?: number
}

/** Counts up to the next checkpoint. */
export interface CheckpointCounter {
  count(page: { readonly rows: number; readonly bytes: number }): void
  isDue(): boolean
  restart(): void
}

const DEFAULT: Checkpoint = { every: '10m', bytes: 2e9 }

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/**
 * A counter for what is asked for; nothing: every ten minutes or 2 GB. `false`: never.
 * @throws ConfigError `invalid_checkpoint`.
 */
export function checkpointCounter(given: Checkpoint | false = DEFAULT): CheckpointCounter | undefined {
  if (given === false) return undefined
  const everyMs = given.every === undefined ? Infinity : millisecondsOf(given.every)
  const { rows: mostRows = Infinity, bytes: mostBytes = Infinity, pages: mostPages = Infinity } = given
  for (const [name, most] of Object.entries({ rows: mostRows, bytes: mostBytes, pages: mostPages })) {
    if (!(most > 0)) throw invalid(name, most)
  }
  let [rows, bytes, pages] = [0, 0, 0]
  let since = performance.now()
  return {
    count(page) {
      rows += page.rows
      bytes += page.bytes
      pages++
    },
    isDue: () => rows >= mostRows || bytes >= mostBytes || pages >= mostPages || performance.now() - since >= everyMs,
    restart() {
      rows = bytes = pages = 0
      since = performance.now()
    },
  }
}

function millisecondsOf(every: string | number): number {
  const [, amount, unit = ''] = typeof every === 'string' ? (/^(\d+(?:\.\d+)?) ?(ms|s|m|h)$/.exec(every) ?? []) : []
  const ms = typeof every === 'number' ? every : Number(amount) * (UNITS[unit] ?? Number.NaN)
  if (ms > 0) return ms
  throw invalid('every', every)
}

function invalid(name: string, value: unknown): ConfigError {
  return new ConfigError(`checkpoint.${name} is ${JSON.stringify(value)}`, {
    code: 'invalid_checkpoint',
    hint: "Give every as '10m', '90s' or '1h', and rows, bytes and pages as numbers above 0; false switches checkpoints off.",
  })
}
