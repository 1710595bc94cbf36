/** Where something happened, as far as it is known. Never holds a secret. */
export interface ErrorContext {
  readonly pipeline?: string
  readonly source?: string
  readonly resource?: string
  readonly table?: string
  readonly column?: string
  /** 0-based number of the row within its page. */
  readonly row?: number
  readonly file?: string
  readonly url?: string
  readonly [key: string]: unknown
}

export interface ErrorDetails {
  /** A constant, lower-case, underscored name of what went wrong; stable across versions. */
  readonly code: string
  /** What to do next: one sentence, with the exact command, line or option. */
  readonly hint?: string
  readonly context?: ErrorContext
  readonly cause?: unknown
}

const WHERE = ['pipeline', 'source', 'resource', 'table', 'column', 'row', 'file', 'url'] as const

/** The root of every error that tolva throws on purpose. `message` says what happened, `toString()` adds where and what to do. */
export class TolvaError extends Error {
  readonly code: string
  readonly hint: string | undefined
  readonly context: ErrorContext

  constructor(message: string, details: ErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = new.target.name
    this.code = details.code
    this.hint = details.hint
    this.context = details.context ?? {}
  }

  /** What, where, what to do: up to three lines. */
  override toString(): string {
    const where = WHERE.filter((key) => this.context[key] !== undefined)
      .map((key) => `${key} ${String(this.context[key])}`)
      .join(', ')
    return [`${this.name}: ${this.message}`, where && `  where: ${where}`, this.hint && `  next: ${this.hint}`]
      .filter(Boolean)
      .join('\n')
  }
}

/** Wrong usage, wrong configuration, a missing secret. The command line exits 2. */
export class ConfigError extends TolvaError {}

/** A source could not be read: HTTP status, network, a body that is not what was promised, a failing user function. */
export class SourceError extends TolvaError {}

/** Data and schema do not agree: coercion, contract, null in a key. Contract breaks exit 4. */
export class SchemaError extends TolvaError {}

/** A destination refused. `retry` says whether the same call may succeed later. */
export class DestinationError extends TolvaError {
  readonly retry: boolean

  constructor(message: string, details: ErrorDetails & { readonly retry?: boolean }) {
    super(message, details)
    this.retry = details.retry ?? false
  }
}

/** A load package could not be loaded; it stays sealed on disk. `info` is the report of the run so far. */
export class LoadFailedError extends TolvaError {
  readonly info: unknown

  constructor(message: string, details: ErrorDetails & { readonly info?: unknown }) {
    super(message, details)
    this.info = details.info
  }
}

/** A broken promise of tolva itself: please report it. */
export class InternalError extends TolvaError {}
