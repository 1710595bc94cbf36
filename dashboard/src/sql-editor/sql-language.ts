import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import { LanguageSupport, StreamLanguage, syntaxTree } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import type { Completion } from '../../../src/dashboard/api/data.ts'
import { sqlCompletions } from './sql-completions.ts'
import { sqlTokens } from './sql-tokens.ts'
import { sqlWords } from './sql-words.ts'

const NOTHING: Completion = { dialect: 'standard', dataset: '', tables: [] }

/** The language of the editor, with what it completes: words of the destination's SQL, tables, and columns of those that are named. */
export function sqlLanguage(known: Completion = NOTHING): Extension {
  const language = StreamLanguage.define(sqlTokens(sqlWords(known.dialect)))
  const complete = (context: CompletionContext): CompletionResult | null => {
    const { state, pos } = context
    if (/string|comment/i.test(syntaxTree(state).resolveInner(pos, -1).name)) return null
    const from = context.matchBefore(/[\p{L}\p{N}_$]+/u)?.from ?? pos
    const isBehindDot = state.sliceDoc(from - 1, from) === '.'
    if (from === pos && !isBehindDot && !context.explicit) return null
    const options = sqlCompletions(state.doc.toString(), state.sliceDoc(0, from), known)
    return { from, validFor: /^[\p{L}\p{N}_$]*$/u, options }
  }
  return new LanguageSupport(language, language.data.of({ autocomplete: complete }))
}
