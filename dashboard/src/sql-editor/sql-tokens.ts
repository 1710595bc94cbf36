import type { StreamParser, StringStream } from '@codemirror/language'
import type { SqlWords } from './sql-words.ts'

/** What goes on over the end of a line. */
interface SqlState {
  /** How many comments are open, one in the other. */
  comments: number
  /** What ends the text or quoted name that is open. */
  end: string | undefined
  /** A backslash takes the next character's meaning. */
  escapes: boolean
}

const WORD = /^[\p{L}_][\p{L}\p{N}_$]*/u
const NUMBER = /^(?:0x[\da-f_]+|(?:\d[\d_]*\.?\d*|\.\d+)(?:e[+-]?\d+)?)/i

/** Tells words, texts, numbers and comments of SQL apart, for colours. */
export function sqlTokens(words: SqlWords): StreamParser<SqlState> {
  const kinds = new Map<string, string>([
    ...words.types.map((word) => [word, 'typeName'] as const),
    ...words.keywords.map((word) => [word, 'keyword'] as const),
    ...['true', 'false'].map((word) => [word, 'bool'] as const),
    ['null', 'null'],
  ])
  return {
    name: 'sql',
    startState: () => ({ comments: 0, end: undefined, escapes: false }),
    copyState: (state) => ({ ...state }),
    token(stream, state) {
      if (state.comments > 0) return inComment(stream, state, words)
      if (state.end !== undefined) return inText(stream, state, state.end)
      if (stream.eatSpace()) return null
      if (stream.match('--')) {
        stream.skipToEnd()
        return 'lineComment'
      }
      if (stream.match('/*')) {
        state.comments = 1
        return inComment(stream, state, words)
      }
      const opened = openedText(stream, words)
      if (opened !== undefined) {
        Object.assign(state, opened)
        return inText(stream, state, opened.end)
      }
      if (stream.match(NUMBER)) return 'number'
      const word = wordAt(stream)
      if (word !== undefined) return kinds.get(word) ?? null
      stream.next()
      return null
    },
    languageData: {
      commentTokens: { line: '--', block: { open: '/*', close: '*/' } },
      closeBrackets: { brackets: ['(', '[', '{', "'", '"'] },
    },
  }
}

function inComment(stream: StringStream, state: SqlState, words: SqlWords): string {
  while (!stream.eol() && state.comments > 0) {
    if (stream.match('*/')) state.comments -= 1
    else if (words.hasPostgresTexts && stream.match('/*')) state.comments += 1
    else stream.next()
  }
  return 'blockComment'
}

function openedText(stream: StringStream, { hasPostgresTexts }: SqlWords) {
  if (stream.match("'")) return { end: "'", escapes: false }
  if (stream.match('"')) return { end: '"', escapes: false }
  if (!hasPostgresTexts) return undefined
  if (stream.match(/^e'/i)) return { end: "'", escapes: true }
  const tag = stream.match(/^\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/u)
  return Array.isArray(tag) || (tag !== null && typeof tag === 'object') ? { end: tag[0], escapes: false } : undefined
}

/** A quote twice is two texts, one behind the other, and looks like one. */
function inText(stream: StringStream, state: SqlState, end: string): string | null {
  while (!stream.eol()) {
    if (stream.match(end)) {
      state.end = undefined
      break
    }
    if (stream.next() === '\\' && state.escapes) stream.next()
  }
  return end === '"' ? null : 'string'
}

/** Behind a dot every word is a name. */
function wordAt(stream: StringStream): string | undefined {
  const isName = stream.string[stream.pos - 1] === '.'
  const found = stream.match(WORD)
  if (found === null || typeof found === 'boolean') return undefined
  return isName ? '' : found[0].toLowerCase()
}
