import { type Extension, StateEffect, StateField } from '@codemirror/state'
import { Decoration, EditorView } from '@codemirror/view'

/** Underlines the word at a place of the statement; undefined takes the line away. */
export const markWrong = StateEffect.define<number | undefined>()

const MARK = Decoration.mark({ class: 'cm-wrong' })

/** Lets a place be underlined until the statement is changed. */
export function wrongPlace(): Extension {
  return StateField.define({
    create: () => Decoration.none,
    update(shown, transaction) {
      let next = transaction.docChanged ? Decoration.none : shown
      for (const effect of transaction.effects) {
        if (!effect.is(markWrong)) continue
        const word = effect.value === undefined ? undefined : wordAt(transaction.state.doc.toString(), effect.value)
        next = word === undefined ? Decoration.none : Decoration.set([MARK.range(word.from, word.to)])
      }
      return next
    },
    provide: (field) => EditorView.decorations.from(field),
  })
}

function wordAt(text: string, at: number) {
  if (at < 0 || at >= text.length) return undefined
  const word = /^[\w$"]+|^\S/.exec(text.slice(at))?.[0] ?? ' '
  return { from: at, to: at + word.length }
}
