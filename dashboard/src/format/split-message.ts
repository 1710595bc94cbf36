/** A message in two: what happened, and what is there for those who want to know more. */
export interface MessageParts {
  readonly lead: string
  /** Empty: the lead is all. */
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
  return { lead: first, rest: rest.join('\n').replace(/^\n+|\s+$/g, '') }
}
