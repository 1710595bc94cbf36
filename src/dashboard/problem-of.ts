import { DestinationError, InternalError, TolvaError } from '../errors/tolva-error.ts'
import { toldProblem } from '../serving/told-problem.ts'
import type { Problem } from './api/problem.ts'

/** An error as the page may see it: never a stack, never a secret. */
export function problemOf(error: unknown): Problem {
  return toldProblem(error, 'The terminal in which the dashboard runs shows where.')
}

const BY_CODE: Readonly<Record<string, number>> = {
  bad_token: 401,
  duckdb_file_held: 409,
  locked: 409,
  query_timeout: 504,
  missing_config: 424,
  missing_package: 424,
  too_many_queries: 429,
  body_too_large: 413,
  not_json: 415,
  not_found: 404,
}
const FORBIDDEN = /^(sql_not_read_only|sql_outside_dataset|sql_function_refused|cross_origin|wrong_host)/

/** The status of an answer that tells of this error. */
export function statusOf(error: unknown): number {
  if (!(error instanceof TolvaError) || error instanceof InternalError) return 500
  const { code } = error
  if (BY_CODE[code] !== undefined) return BY_CODE[code]
  if (FORBIDDEN.test(code)) return 403
  if (code.startsWith('unknown_')) return 404
  return error instanceof DestinationError ? 502 : 400
}
