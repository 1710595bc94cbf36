import { Button } from './button.tsx'
import { useCopy } from './use-copy.ts'

interface CodeProps {
  readonly text: string
  /** Stands in a line of text. */
  readonly isInline?: boolean
}

/** Something to be typed or kept as it stands, with a button that copies it. */
export function Code({ text, isInline = false }: CodeProps) {
  const copy = useCopy()
  const button = (
    <Button icon="copy" kind="quiet" size="s" label={`Copy: ${text.slice(0, 80)}`} onClick={() => copy(text)} />
  )
  if (isInline) {
    return (
      <span class="code-inline">
        <code>{text}</code>
        {button}
      </span>
    )
  }
  return (
    <div class="code">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <pre tabIndex={0}>{text}</pre>
      {button}
    </div>
  )
}
