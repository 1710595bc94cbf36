import type { CallToolResult } from '@modelcontextprotocol/server'
import type { z } from 'zod'
import { TolvaError } from '../errors/tolva-error.ts'
import { plainJson } from './plain-json.ts'

/** What is longer is of no use to who reads it; the data has all. */
const MOST_TEXT = 100_000
/** Clients close a connection whose message is too long. */
const MOST_DATA = 4_000_000

interface Told {
  readonly data: unknown
  readonly text: string
}

/**
 * What a call answers, held to its schema and within limits; what cuts it is said.
 * @throws TolvaError `answer_too_large`.
 */
export function toolResult(output: z.ZodObject, { data, text }: Told): CallToolResult {
  const structuredContent = output.parse(plainJson(data))
  const size = JSON.stringify(structuredContent).length
  if (size > MOST_DATA) {
    throw new TolvaError(`the answer would have ${size.toLocaleString('en-US')} characters`, {
      code: 'answer_too_large',
      hint: 'Ask for less: fewer rows or resources, one table, or the same on the command line with --json.',
    })
  }
  return { content: [{ type: 'text', text: within(text) }], structuredContent }
}

function within(text: string): string {
  if (text.length <= MOST_TEXT) return text
  return `${text.slice(0, MOST_TEXT)}\n\n*(cut short: the first ${MOST_TEXT.toLocaleString('en-US')} of ${text.length.toLocaleString('en-US')} characters; the data has all)*`
}
