import { ConfigError } from '../../errors/tolva-error.ts'

/** Why a statement of somebody else is not run. */
export interface Refusal {
  readonly code:
    | 'sql_not_read_only'
    | 'bad_sql'
    | 'sql_outside_dataset'
    | 'sql_function_refused'
    | 'sql_too_large'
    | 'sql_not_supported'
  /** A phrase: `it reads secrets, which is no table of this dataset`. */
  readonly why: string
  /** What to write instead. */
  readonly hint: string
  /** Of the character, from 1, at which the statement cannot be read. */
  readonly position?: number
}

/** The error of a refusal. */
export function refused({ code, why, hint, position }: Refusal): ConfigError {
  return new ConfigError(`this SQL is refused: ${why}`, {
    code,
    hint,
    ...(position !== undefined && { context: { position } }),
  })
}
