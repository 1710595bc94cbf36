import { InvalidArgumentError } from 'commander'

/** The flag that every command has. */
export const JSON_FLAG = ['--json', 'print one JSON object on stdout'] as const

/** The end of a command's help. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`
}

/** Reads the value of a flag that counts something. */
export function wholeNumber(text: string): number {
  const value = Number(text)
  if (Number.isSafeInteger(value) && value > 0) return value
  throw new InvalidArgumentError('It must be a whole number above 0.')
}
