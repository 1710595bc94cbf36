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

/** Ours, by code; another code is of its class's kind. */
const CODES: readonly (readonly [RegExp, string])[] = [
  [/^contract_(tables|columns|data_type)$/, 'contract'],
  [/^(null_in_not_null_column|missing_key|no_data_for_key)$/, 'null'],
  [/^cannot_coerce$/, 'coercion'],
  [/^cursor_/, 'cursor'],
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
  const known = CODES.find(([pattern]) => pattern.test(error.code))
  if (known !== undefined) return known[1]
  if (error instanceof SchemaError) return 'schema'
  if (error instanceof SourceError) return 'source'
  if (error instanceof LoadFailedError) return error.cause instanceof TolvaError ? kindOf(error.cause) : 'destination'
  if (error instanceof DestinationError) return 'destination'
  return error instanceof ConfigError ? 'config' : 'internal'
}

function stackOf(error: unknown): string | undefined {
  return error instanceof Error ? error.stack?.split('\n').slice(0, 3).join(' | ') : undefined
}
