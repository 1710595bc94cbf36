import {
  ConfigError,
  DestinationError,
  LoadFailedError,
  SchemaError,
  SourceError,
  TolvaError,
} from '../../../src/errors/tolva-error.ts'
import type { RunSnapshot } from './snapshot.ts'

type ErrorSnapshot = NonNullable<RunSnapshot['error']>

/** The original's classes by kind; wrappers that say nothing of the kind are not listed. */
const RECORDED: readonly (readonly [RegExp, string])[] = [
  [/^DataValidationError$/, 'contract'],
  [/^(UnboundColumnException|CannotCoerceNullException)$/, 'null'],
  [/^CannotCoerceColumnException$/, 'coercion'],
  [/^IncrementalCursor(Path|InvalidCoercion)/, 'cursor'],
  [/^(Schema(?!Update)|TableNotFound|TableIdentifiersFrozen|InStorageSchemaModified|ParentTableNotFound)/, 'schema'],
  [/^(Database|LoadClientUnsupported|IdentifierTooLong)/, 'destination'],
  [/^(ResourceExtractionError|RuntimeError)$/, 'source'],
]

/** Ours: a distinctive part of the code decides before the class does. */
const CODES: readonly (readonly [RegExp, string])[] = [
  [/contract/, 'contract'],
  [/cursor/, 'cursor'],
  [/null|unbound|no_data_for_key|missing_key/, 'null'],
  [/coerc|does_not_fit|no_fit|cannot_convert/, 'coercion'],
]

/** The kind and step of a recorded error. `types` are class names, outermost first. */
export function recordedError(types: readonly string[], messages: readonly string[]): ErrorSnapshot {
  const kinds = types.flatMap((type) => RECORDED.filter(([pattern]) => pattern.test(type)).map(([, kind]) => kind))
  const step = /`step=(\w+)`/.exec(messages[0] ?? '')?.[1] ?? null
  return { kind: kinds[0] ?? (step === 'extract' ? 'source' : 'other'), step, text: messages.at(-1) ?? '' }
}

/** The kind and step of an error of ours. */
export function actualError(error: unknown): ErrorSnapshot {
  const text = error instanceof Error ? String(error) : `not an Error: ${String(error)}`
  if (!(error instanceof TolvaError)) return { kind: 'crash', step: null, text: stackOf(error) ?? text }
  const step = typeof error.context.step === 'string' ? error.context.step : null
  return { kind: kindOf(error), step, text: `${error.code}: ${text}` }
}

function kindOf(error: TolvaError): string {
  if (error instanceof SchemaError) return CODES.find(([pattern]) => pattern.test(error.code))?.[1] ?? 'schema'
  if (error instanceof SourceError)
    return error.cause instanceof SchemaError ? kindOf(error.cause) : cursorOrSource(error)
  if (error instanceof DestinationError || error instanceof LoadFailedError) return 'destination'
  if (error instanceof ConfigError) return 'config'
  return 'internal'
}

function cursorOrSource(error: SourceError): string {
  return /cursor/.test(error.code) ? 'cursor' : 'source'
}

function stackOf(error: unknown): string | undefined {
  return error instanceof Error ? error.stack?.split('\n').slice(0, 3).join(' | ') : undefined
}
