/** A command of tolva that a page quotes. */
export interface QuotedCommand {
  /** From 1. */
  readonly line: number
  /** Without `npx`, on one line. */
  readonly command: string
}

const COMMAND = /^(?:npx (?:--no-install )?)?(tolva(?: .*)?)$/

/** All commands of tolva in a page: whole lines of code blocks, and quotes within a line. */
export function quotedCommands(markdown: string): readonly QuotedCommand[] {
  const found: QuotedCommand[] = []
  let isCode = false
  for (const [index, text] of markdown.split('\n').entries()) {
    if (/^\s*(```|~~~)/.test(text)) isCode = !isCode
    else {
      const quotes = isCode ? [text] : [...text.matchAll(/`([^`]+)`/g)].map(([, quote = '']) => quote)
      found.push(...quotes.flatMap((quote) => commandIn(quote, index + 1)))
    }
  }
  return found
}

function commandIn(text: string, line: number): readonly QuotedCommand[] {
  const plain = text
    .trim()
    .replace(/^\$ /, '')
    .replace(/\s+#\s.*$/, '')
  const command = COMMAND.exec(plain)?.[1]
  return command === undefined ? [] : [{ line, command }]
}
