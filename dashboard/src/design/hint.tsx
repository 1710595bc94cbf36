import { splitHint } from '../format/split-hint.ts'
import { Code } from './code.tsx'

/** What is to be done, with its commands to be copied. */
export function Hint({ text }: { readonly text: string }) {
  return (
    <p class="hint">{splitHint(text).map((part) => (part.isCode ? <Code isInline text={part.text} /> : part.text))}</p>
  )
}
