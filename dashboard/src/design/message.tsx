import { splitMessage } from '../format/split-message.ts'
import { Hint } from './hint.tsx'

interface MessageProps {
  readonly message: string
  readonly hint?: string | undefined
  /** Before it, set off: `The run failed.` */
  readonly lead?: string | undefined
}

/** What an error says: its first line with what that announces, what is to be done, and behind a click all the rest. */
export function Message({ message, hint, lead }: MessageProps) {
  const parts = splitMessage(message, hint)
  return (
    <>
      <p class="note-text">
        {lead && <strong>{lead} </strong>}
        {parts.lead}
      </p>
      {parts.lines !== '' && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
        <pre class="note-lines" tabIndex={0}>
          {parts.lines}
        </pre>
      )}
      {hint && <Hint text={hint} />}
      {parts.rest !== '' && (
        <details class="note-more">
          <summary>More</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
          <pre tabIndex={0}>{parts.rest}</pre>
        </details>
      )}
    </>
  )
}
