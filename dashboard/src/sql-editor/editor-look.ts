import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

const WORDS = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword], color: 'var(--accent)', fontWeight: '600' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--good)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--warning)' },
  { tag: [tags.lineComment, tags.blockComment], color: 'var(--text-faint)', fontStyle: 'italic' },
  { tag: tags.typeName, color: 'var(--text-soft)' },
])

/** How the editor looks, in the page's own colours, so that it follows its theme. */
export function editorLook(): Extension {
  return [
    syntaxHighlighting(WORDS),
    EditorView.theme({
      '&': { height: '100%', fontSize: 'var(--size-m)', backgroundColor: 'var(--bg-raised)', color: 'var(--text)' },
      '&.cm-focused': { outline: 'none' },
      '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55' },
      '.cm-content': { padding: '10px 0', caretColor: 'var(--text)' },
      '.cm-line': { padding: '0 12px 0 8px' },
      '.cm-gutters': {
        backgroundColor: 'var(--bg-raised)',
        color: 'var(--text-faint)',
        border: '0',
        paddingLeft: '6px',
      },
      '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
      '.cm-cursor': { borderLeftColor: 'var(--text)' },
      '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': {
        backgroundColor: 'var(--accent-soft) !important',
      },
      '.cm-placeholder': { color: 'var(--text-faint)' },
      '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--bg-chosen)' },
      '.cm-wrong': { textDecoration: 'underline wavy var(--bad) 1px', textUnderlineOffset: '3px' },
      '.cm-tooltip': {
        backgroundColor: 'var(--bg-raised)',
        color: 'var(--text)',
        border: '1px solid var(--line)',
        borderRadius: 'var(--radius)',
        boxShadow: 'var(--shadow-l)',
        overflow: 'hidden',
      },
      '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', maxHeight: '15em' },
      '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 10px 3px 6px' },
      '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--bg-chosen)', color: 'var(--text)' },
      '.cm-completionMatchedText': { textDecoration: 'none', color: 'var(--accent)', fontWeight: '600' },
      '.cm-completionDetail': { color: 'var(--text-faint)', fontStyle: 'normal', marginLeft: '1em' },
    }),
  ]
}
