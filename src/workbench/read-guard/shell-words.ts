import { UNKNOWN } from './secrets-path.ts'

/** One command of a line, as a shell would start it. */
export interface ShellCommand {
  /** Without quotes and escapes, with `UNKNOWN` for what a variable holds. */
  readonly words: readonly string[]
  /** Files that are read from or written to by `<` and `>`. */
  readonly redirected: readonly string[]
  /** true: what it says becomes a word of another command. */
  readonly substituted: boolean
}

const VARIABLE = /^\$(?:\{[^}]*\}|[A-Za-z_][A-Za-z0-9_]*|[0-9@*#?!-])/
/** A pattern of shells that know more than stars: `@(a|b)`. */
const ANY_OF = /^[@+!?*]\([^()]*\)/
const ANSI = /^\$'((?:[^'\\]|\\.)*)'/

/** The commands of a line, those within substitutions and subshells among them. It knows words rather than grammar. */
export function shellCommands(line: string): readonly ShellCommand[] {
  const commands: { words: string[]; redirected: string[]; substituted: boolean }[] = [
    { words: [], redirected: [], substituted: false },
  ]
  let word: string | undefined
  let redirects = false
  let quote = ''
  const endWord = () => {
    const last = commands.at(-1)
    if (word !== undefined) (redirects ? last?.redirected : last?.words)?.push(word)
    if (word !== undefined) redirects = false
    word = undefined
  }
  const endCommand = (substituted = false) => {
    endWord()
    commands.push({ words: [], redirected: [], substituted })
  }
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at] ?? ''
    const rest = line.slice(at)
    const anyOf = word !== undefined && quote === '' ? ANY_OF.exec(rest)?.[0] : undefined
    const variable = anyOf ?? VARIABLE.exec(rest)?.[0]
    const ansi = quote === '' ? ANSI.exec(rest) : null
    if (quote === "'" && char !== "'") word = `${word ?? ''}${char}`
    else if (ansi) {
      word = `${word ?? ''}${unescaped(ansi[1] ?? '')}`
      at += ansi[0].length - 1
    } else if (char === '\\') {
      if (line[at + 1] !== '\n')
        word = `${word ?? ''}${quote === '' || /["\\$`]/.test(line[at + 1] ?? '') ? '' : char}${line[at + 1] ?? ''}`
      at += 1
    } else if (rest.startsWith('$(') || rest.startsWith('<(') || rest.startsWith('>(') || char === '`') {
      word = `${word ?? ''}${UNKNOWN}`
      endCommand(char !== '>')
      if (char !== '`') at += 1
      quote = ''
    } else if (variable !== undefined) {
      word = `${word ?? ''}${UNKNOWN}`
      at += variable.length - 1
    } else if (char === quote) quote = ''
    else if (quote !== '') word = `${word ?? ''}${char}`
    else if (char === "'" || char === '"') {
      quote = char
      word = word ?? ''
    } else if (/[;&|\n()]/.test(char)) endCommand()
    else if (/[<>]/.test(char)) {
      if (word !== undefined && /^\d+$/.test(word)) word = undefined
      endWord()
      redirects = true
    } else if (/\s/.test(char)) endWord()
    else word = `${word ?? ''}${char}`
  }
  endWord()
  return commands.filter(({ words, redirected }) => words.length + redirected.length > 0)
}

/** `\x73` and `\163` are letters too. */
function unescaped(text: string): string {
  return text
    .replace(/\\x([0-9a-f]{1,2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\(?:u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8}))/g, (_, short?: string, long?: string) =>
      letter(short ?? long ?? ''),
    )
    .replace(/\\([0-7]{1,3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
    .replace(/\\(.)/g, '$1')
}

function letter(hex: string): string {
  const code = Number.parseInt(hex, 16)
  return code > 0x10_ffff ? UNKNOWN : String.fromCodePoint(code)
}
