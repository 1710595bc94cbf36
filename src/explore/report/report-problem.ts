import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { TolvaError } from '../../errors/tolva-error.ts'
import { redactText } from '../../log/redact.ts'

export interface ReportProblem {
  readonly code: string
  readonly message: string
  readonly hint?: string
  /** Where in the user's files. */
  readonly stack?: string
}

/** What a report or a cell threw, with the place in its file and without secrets. */
export function problemOf(error: unknown, file: string): ReportProblem {
  if (!(error instanceof Error)) return { code: 'cell_failed', message: redactText(String(error)) }
  const stack = userStack(error, file)
  const placed = stack === undefined ? {} : { stack: redactText(stack) }
  if (error instanceof TolvaError) {
    const { code, hint } = error
    return {
      code,
      message: redactText(error.message),
      ...(hint !== undefined && { hint: redactText(hint) }),
      ...placed,
    }
  }
  const missing = /^Cannot find package '([^']+)'/.exec(error.message)?.[1]
  if (missing !== undefined) {
    return {
      code: 'missing_package',
      message: `the package ${missing} is not installed`,
      hint: `npm install ${missing}`,
      ...placed,
    }
  }
  const line = syntaxPlace(error, file)
  const where = line === undefined ? '' : `${basename(file)}:${line}: `
  return {
    code: 'cell_failed',
    message: redactText(`${where}${error.name}: ${error.message.split('\n')[0]}`),
    ...placed,
  }
}

/** The lines of the stack that lie in files of the project, as far as they are known. */
function userStack(error: Error, file: string): string | undefined {
  const lines = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  const own = lines.filter((line) => line.includes(basename(file)))
  return own.length === 0
    ? undefined
    : own.map((line) => line.trim().replace(/\(?file:\/\/\S*?([^/]+:\d+:\d+)\)?$/, '$1')).join('\n')
}

/** A syntax error has its place in the first line of its stack alone: `file:///…/users.explore.ts:3`. */
function syntaxPlace(error: Error, file: string): string | undefined {
  if (!(error instanceof SyntaxError)) return undefined
  const first = /^(?:(file:\/\/.*?)|(\/.*?)):(\d+)$/m.exec(error.stack ?? '')
  if (first === null) return undefined
  const path = first[1] === undefined ? first[2] : fileURLToPath(first[1])
  return path === file ? first[3] : undefined
}
