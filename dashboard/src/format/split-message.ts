/** A message in parts: what happened, and what is there for those who want to know more. */
export interface MessageParts {
  readonly lead: string
  /** Lines that the lead announces, as those to put into a file; empty: none. */
  readonly lines: string
  /** Empty: there is no more. */
  readonly rest: string
}

/**
 * Takes a message apart at its first line. An error as text begins with its kind and ends with `next:` and its hint:
 * the hint is shown by itself, so it is not said twice.
 */
export function splitMessage(message: string, hint?: string): MessageParts {
  const [first = '', ...others] = message.replace(/^[A-Z]\w*Error: /, '').split('\n')
  const rest = others.filter((line) => {
    const next = /^\s*next: (.*)$/.exec(line)?.[1]
    return next === undefined || next !== hint
  })
  const shown = first.endsWith(':') ? announced(rest) : 0
  return { lead: first, lines: tidy(rest.slice(0, shown).map(unindented)), rest: tidy(rest.slice(shown)) }
}

/** How many of the lines belong to what stands before them: those that are empty or indented. */
function announced(lines: readonly string[]): number {
  const end = lines.findIndex((line) => line !== '' && !line.startsWith('  '))
  return end === -1 ? lines.length : end
}

const unindented = (line: string) => line.replace(/^ {2}/, '')

const tidy = (lines: readonly string[]) => lines.join('\n').replace(/^\n+|\s+$/g, '')
