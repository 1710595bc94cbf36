import { TolvaError } from '../errors/tolva-error.ts'
import { redactFields, redactText } from '../log/redact.ts'

/** What went wrong, and what to do: a `TolvaError` as data. */
export interface ToldProblem {
  readonly code: string
  readonly message: string
  readonly hint?: string
  readonly context?: Record<string, unknown>
}

/** An error as somebody else may see it: never a stack, never a secret. `where` says who tells more of what nobody expected. */
export function toldProblem(error: unknown, where: string): ToldProblem {
  if (!(error instanceof TolvaError)) {
    return {
      code: 'unexpected',
      message: `The server met something unexpected: ${redactText(error instanceof Error ? error.message : String(error))}`,
      hint: where,
    }
  }
  const { code, hint, context } = error
  return {
    code,
    message: redactText(error.message),
    ...(hint !== undefined && { hint: redactText(hint) }),
    ...(Object.keys(context).length > 0 && { context: { ...redactFields(context) } }),
  }
}
