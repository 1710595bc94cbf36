import { DestinationError, TolvaError } from '../../errors/tolva-error.ts'
import { databaseError } from '../postgres/database-error.ts'

interface Kind {
  readonly message: RegExp
  readonly code: string
  readonly retry: boolean
  readonly hint: string
}

/** Redshift says most things with one SQLSTATE, so they are told by their words. */
const KINDS: readonly Kind[] = [
  {
    message: /\b1023\b|serializable isolation|concurrent transaction|could not complete because of conflict/i,
    code: 'write_conflict',
    retry: true,
    hint: 'Another session changed the same tables; run again.',
  },
  {
    message:
      /stl_load_errors|sys_load_error_detail|spectrum scan error|incompatible parquet|value too long|string length exceeds/i,
    code: 'value_does_not_fit',
    retry: false,
    hint: 'Look into sys_load_error_detail, give the column a data_type that fits, or rename it; then run again.',
  },
  {
    message:
      /s3serviceexception|accessdenied|access denied|not authorized to assume role|invalidaccesskeyid|signaturedoesnotmatch/i,
    code: 'staging_access_denied',
    retry: false,
    hint: 'Let the role (staging_iam_role) or the access key of the staging place read its bucket; then run again.',
  },
  {
    message: /nosuchkey|nosuchbucket|manifest.*(not found|does not exist)|the specified (key|bucket) does not exist/i,
    code: 'staged_file_missing',
    retry: false,
    hint: 'Somebody deleted what was staged while it was loaded; run again: it is uploaded anew.',
  },
  {
    message: /cannot insert a null value/i,
    code: 'constraint_violated',
    retry: false,
    hint: 'Correct the rows, or make the column nullable in the columns hint and in the table.',
  },
  {
    message: /numeric data overflow|precision exceeds maximum|invalid digit|invalid timestamp/i,
    code: 'value_does_not_fit',
    retry: false,
    hint: 'The table has another column type than the schema: give the column a data_type that fits, or rename it.',
  },
]

/** Turns what the driver threw into a DestinationError that says what to do and whether it may succeed later. */
export function redshiftError(
  error: unknown,
  place: { readonly location: string; readonly table?: string | undefined },
): unknown {
  if (!(error instanceof Error) || error instanceof TolvaError || !('severity' in error)) {
    return databaseError(error, place)
  }
  const detail = 'detail' in error && typeof error.detail === 'string' ? error.detail : ''
  const kind = KINDS.find(({ message }) => message.test(`${error.message} ${detail}`))
  if (kind === undefined) return databaseError(error, place)
  const { location, table } = place
  const said = [error.message, reasonIn(detail)].filter(Boolean).join(': ')
  return new DestinationError(table === undefined ? said : `table ${table}: ${said}`, {
    code: kind.code,
    hint: kind.hint,
    retry: kind.retry,
    context: { location, ...(table === undefined ? {} : { table }) },
    cause: error,
  })
}

/** The detail is a block of `key: value` lines, of which one is for people. */
function reasonIn(detail: string): string {
  const told = /^\s*(?:context|error):\s+(.*\S)\s*$/gm
  return [...detail.matchAll(told)].map(([, text]) => text).join(' ')
}
