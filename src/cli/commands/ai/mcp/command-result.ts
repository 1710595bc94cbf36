import { z } from 'zod'
import { InternalError, TolvaError } from '../../../../errors/tolva-error.ts'
import type { HostResult } from '../../../../mcp/mcp-host.ts'

const Printed = z.discriminatedUnion('ok', [
  z.looseObject({ ok: z.literal(true), result: z.unknown(), text: z.string().default('') }),
  z.looseObject({
    ok: z.literal(false),
    error: z.looseObject({
      code: z.string(),
      message: z.string(),
      hint: z.string().optional(),
      context: z.record(z.string(), z.unknown()).optional(),
      causes: z.array(z.string()).default([]),
    }),
  }),
])

interface Ended {
  readonly args: readonly string[]
  readonly output: string
  readonly exitCode: number
  /** The last ones of stderr. */
  readonly lines: readonly string[]
}

/**
 * What a command printed on stdout with `--json`.
 * @throws TolvaError as the command has it; InternalError `no_result` where it printed nothing that can be read.
 */
export function readCommandResult({ args, output, exitCode, lines }: Ended): HostResult {
  const printed = Printed.safeParse(parsed(output))
  if (!printed.success) {
    throw new InternalError(`tolva ${args[0] ?? ''} ended with code ${exitCode} and no result`, {
      code: 'no_result',
      hint: lines.length === 0 ? 'Run it in a terminal to see why.' : `It said last: ${lines.slice(-5).join(' / ')}`,
    })
  }
  const { data } = printed
  if (data.ok) return { result: data.result, text: data.text, exitCode }
  const { code, message, hint, context, causes } = data.error
  const cause = causes.reduceRight<Error | undefined>(
    (inner, text) => new Error(text, inner && { cause: inner }),
    undefined,
  )
  throw new TolvaError(message, {
    code,
    ...(hint !== undefined && { hint }),
    ...(context !== undefined && { context }),
    ...(cause !== undefined && { cause }),
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
