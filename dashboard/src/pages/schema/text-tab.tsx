import { useMemo } from 'preact/hooks'
import { useAnswer } from '../../api/use-answer.ts'
import { Answered } from '../../design/answered.tsx'
import { Button } from '../../design/button.tsx'
import { Select } from '../../design/select.tsx'
import { useCopy } from '../../design/use-copy.ts'

const FORMATS = ['yaml', 'json', 'dbml', 'mermaid', 'dot', 'ts'] as const

interface TextTabProps {
  readonly name: string
  readonly schema: string
  readonly hash: string | undefined
  readonly format: string | undefined
  readonly onFormat: (format: string) => void
}

/** Lines that are laid out together; parts out of sight cost nothing. */
const PART = 400

/** A schema as text in one of its printed forms. */
export function TextTab({ name, schema, hash, format, onFormat }: TextTabProps) {
  const chosen = FORMATS.find((one) => one === format) ?? 'yaml'
  const query = { format: chosen, ...(hash !== undefined && { hash }) }
  const answer = useAnswer({ route: 'schemaText', params: { name, schema }, query })
  const copy = useCopy()
  const text = answer.data?.text
  return (
    <div class="schema-text">
      <div class="line">
        <Select
          label="Form"
          value={chosen}
          options={FORMATS.map((value) => ({ value, text: value }))}
          onChange={onFormat}
        />
        <Button icon="copy" size="s" disabled={text === undefined} onClick={() => text !== undefined && copy(text)}>
          Copy
        </Button>
      </div>
      <Answered of={answer}>{(data) => <LongText text={data.text} label={`Schema as ${data.format}`} />}</Answered>
    </div>
  )
}

function LongText({ text, label }: { readonly text: string; readonly label: string }) {
  const parts = useMemo(() => {
    const lines = text.split('\n')
    return Array.from({ length: Math.ceil(lines.length / PART) }, (_, i) =>
      lines.slice(i * PART, (i + 1) * PART).join('\n'),
    )
  }, [text])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section class="schema-source" tabIndex={0} aria-label={label}>
      {parts.map((part, i) => (
        <pre key={i}>{part}</pre>
      ))}
    </section>
  )
}
