import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { bracketMatching } from '@codemirror/language'
import { Compartment, EditorState, Prec } from '@codemirror/state'
import { drawSelection, EditorView, keymap, lineNumbers, placeholder } from '@codemirror/view'
import type { Ref } from 'preact'
import { useEffect, useImperativeHandle, useRef } from 'preact/hooks'
import type { Completion } from '../../../src/dashboard/api/data.ts'
import { editorLook } from './editor-look.ts'
import { sqlLanguage } from './sql-language.ts'
import { markWrong, wrongPlace } from './wrong-place.ts'

/** What others may have the editor do. */
export interface SqlEditorHandle {
  /** What would run now: what is chosen, else all of it. */
  readonly statement: () => string
  readonly replace: (sql: string) => void
  readonly focus: () => void
}

interface SqlEditorProps {
  readonly initial: string
  readonly completion: Completion | undefined
  /** Where the statement is wrong, in characters from its start. */
  readonly wrongAt: number | undefined
  readonly onRun: (sql: string) => void
  readonly onChange: (sql: string) => void
  readonly handle: Ref<SqlEditorHandle>
}

/** An editor of SQL; Control or Command and Enter run what is chosen, else all of it. */
export function SqlEditor({ initial, completion, wrongAt, onRun, onChange, handle }: SqlEditorProps) {
  const place = useRef<HTMLDivElement>(null)
  const editor = useRef<EditorView>()
  const language = useRef(new Compartment())
  const latest = useRef({ onRun, onChange })
  latest.current = { onRun, onChange }

  useEffect(() => {
    if (place.current === null) return undefined
    const view = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: initial,
        extensions: [
          EditorView.cspNonce.of(styleNonce()),
          Prec.highest(keymap.of([{ key: 'Mod-Enter', run: runs((sql) => latest.current.onRun(sql)) }])),
          lineNumbers(),
          history(),
          drawSelection(),
          bracketMatching(),
          closeBrackets(),
          autocompletion({ icons: false }),
          keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap]),
          language.current.of(sqlLanguage(completion)),
          wrongPlace(),
          editorLook(),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': 'SQL statement', spellcheck: 'false' }),
          placeholder('SELECT …   Ctrl+Enter runs it'),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString())
          }),
        ],
      }),
    })
    editor.current = view
    return () => view.destroy()
  }, [])

  useEffect(() => {
    editor.current?.dispatch({ effects: language.current.reconfigure(sqlLanguage(completion)) })
  }, [completion])
  useEffect(() => editor.current?.dispatch({ effects: markWrong.of(wrongAt) }), [wrongAt])
  useImperativeHandle(handle, () => ({
    statement: () => (editor.current === undefined ? '' : statementOf(editor.current)),
    replace: (sql) =>
      editor.current?.dispatch({ changes: { from: 0, to: editor.current.state.doc.length, insert: sql } }),
    focus: () => editor.current?.focus(),
  }))
  return <div ref={place} class="sql-editor" />
}

const runs = (run: (sql: string) => void) => (view: EditorView) => {
  run(statementOf(view))
  return true
}

function statementOf({ state }: EditorView): string {
  const { from, to, empty } = state.selection.main
  return empty ? state.doc.toString() : state.sliceDoc(from, to)
}

/** What lets the editor's own style sheet pass the page's policy; the server makes it anew for each page. */
function styleNonce(): string {
  return document.querySelector<HTMLElement>('meta[nonce]')?.nonce ?? ''
}
