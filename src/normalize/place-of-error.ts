import { resolve } from 'node:path'
import type { Page } from '../contracts/page.ts'
import { TolvaError } from '../errors/tolva-error.ts'

const NEWLINE = 10

/** Says in an error from which file, and which line of it, the rows of a page were read, where the page knows. */
export function placeError(error: unknown, page: Page<unknown>): unknown {
  const { from } = page
  if (from === undefined || !(error instanceof TolvaError)) return error
  const line = lineOf(error, page)
  const own = 'file' in page ? error.message.replaceAll(resolve(page.file), from.file) : error.message
  const place = line === undefined ? from.file : `${from.file}, line ${line}`
  Object.assign(error.context, { file: from.file, ...(line === undefined ? {} : { line }) })
  return Object.assign(error, { message: own.includes(from.file) ? own : `${place}: ${own}` })
}

/** Told by the offset of what is wrong, else by the number of the row. */
function lineOf({ context }: TolvaError, page: Page<unknown>): number | undefined {
  if (page.from?.line === undefined || !('bytes' in page)) return undefined
  if (typeof context.offset !== 'number') return context.row === undefined ? undefined : page.from.line + context.row
  let line = page.from.line
  const { bytes } = page
  for (let at = bytes.indexOf(NEWLINE); at !== -1 && at < context.offset; at = bytes.indexOf(NEWLINE, at + 1)) line++
  return line
}
