import type { RunError } from '../contracts/run-progress.ts'
import { LoadFailedError, TolvaError } from '../errors/tolva-error.ts'
import { redactText } from '../log/redact.ts'
import { type LoadInfoData, loadInfo } from './load-info.ts'
import { waysOut } from './ways-out.ts'

/** Trying again can never help, and without its rows the next run would not read them either. Their hints say it all. */
const ONLY_ABORT: readonly string[] = ['state_moved', 'load_id_taken']

/** The error that stopped the load, with the report of what was done before it. */
export function loadFailed(error: unknown, data: LoadInfoData): unknown {
  if (!(error instanceof TolvaError)) return error
  const { message, code, context } = error
  const failed = data.packages.filter(({ state }) => state === 'failed').map(({ loadId }) => loadId)
  const ways = ONLY_ABORT.includes(code) ? '' : waysOut(data.pipeline, failed)
  const hint = [error.hint, ways].filter(Boolean).join(' ')
  return new LoadFailedError(message, { code, hint, context, cause: error, info: loadInfo(data) })
}

/** What the record of a run says of the error that ended it. */
export function failureOf(error: unknown): { readonly error: RunError } {
  if (error instanceof TolvaError) {
    const { code, hint } = error
    const said = { code, message: redactText(error.toString()) }
    return { error: hint === undefined ? said : { ...said, hint: redactText(hint) } }
  }
  return { error: { code: codeOf(error), message: redactText(error instanceof Error ? error.message : String(error)) } }
}

/** The same without where it happened, which is said beside it. */
export function shortFailureOf(error: unknown): RunError {
  const { error: said } = failureOf(error)
  return error instanceof TolvaError ? { ...said, message: redactText(error.message) } : said
}

/** `aborted` where the run was asked to stop, `unexpected` for whatever else is no error of tolva. */
export function codeOf(error: unknown): string {
  if (error instanceof TolvaError) return error.code
  return error instanceof Error && error.name === 'AbortError' ? 'aborted' : 'unexpected'
}
