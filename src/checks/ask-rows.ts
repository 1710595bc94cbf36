import { TolvaError } from '../errors/tolva-error.ts'
import { redactText } from '../log/redact.ts'
import type { CheckFacts, CheckResult } from './check.ts'

/** Seconds that one statement may take; whatever it asks for is not known then. A load waits for no longer. */
const SECONDS = 10
/** What an engine says that has no more memory, or no more room for what does not fit into it. */
const TOO_LARGE: ReadonlySet<string> = new Set(['out_of_memory', 'out_of_resources'])

/** What a statement gave, or why it gave nothing. */
export type Asked =
  | { readonly rows: readonly (readonly unknown[])[]; readonly columns: readonly string[] }
  | { readonly tooSlow: string }

/** Asks the rows of the dataset, within limits; a file in use and other troubles are thrown. */
export async function askRows(
  { dataset, signal }: Pick<CheckFacts, 'dataset' | 'signal'>,
  sql: string,
  maxRows = 100,
): Promise<Asked> {
  if (dataset === undefined) return { rows: [], columns: [] }
  try {
    const { rows, columns } = await dataset.sql(sql).limited({ seconds: SECONDS, maxRows, maxCell: 200, signal })
    return { rows, columns: columns.map(({ name }) => name) }
  } catch (error) {
    if (error instanceof TolvaError && error.code === 'query_timeout')
      return { tooSlow: `more than ${SECONDS} seconds` }
    if (error instanceof TolvaError && TOO_LARGE.has(error.code)) return { tooSlow: 'more memory than there is' }
    throw error
  }
}

/** An error as a result tells it. */
export function problemOf(error: unknown): NonNullable<CheckResult['problem']> {
  if (!(error instanceof TolvaError)) {
    return { code: 'unexpected', message: redactText(error instanceof Error ? error.message : String(error)) }
  }
  const { code, message, hint } = error
  return { code, message: redactText(message), ...(hint !== undefined && { hint: redactText(hint) }) }
}
