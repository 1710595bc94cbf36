import { useState } from 'preact/hooks'
import { Icon } from '../../design/icon.tsx'

interface JsonTreeProps {
  readonly value: unknown
  readonly name?: string
  /** How deep it is unfolded at first. */
  readonly open?: number
}

const SHOWN_AT_ONCE = 100

/** A JSON value as a tree that is folded and unfolded. */
export function JsonTree({ value, name, open = 2 }: JsonTreeProps) {
  const isList = Array.isArray(value)
  const [isOpen, setOpen] = useState(open > 0)
  const [shown, setShown] = useState(SHOWN_AT_ONCE)
  if (typeof value !== 'object' || value === null) {
    return (
      <div class="json-line">
        <JsonName name={name} />
        <JsonLeaf value={value} />
      </div>
    )
  }
  const entries = Object.entries(value)
  return (
    <div>
      <button type="button" class="json-line json-fold" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <Icon name={isOpen ? 'down' : 'right'} size={12} />
        <JsonName name={name} />
        <span class="faint">{isList ? `[${entries.length}]` : `{${entries.length}}`}</span>
      </button>
      {isOpen && (
        <div class="json-inside">
          {entries.slice(0, shown).map(([key, inner]) => (
            <JsonTree key={key} name={key} value={inner} open={open - 1} />
          ))}
          {entries.length > shown && (
            <button type="button" class="link-button" onClick={() => setShown(shown + 10 * SHOWN_AT_ONCE)}>
              {entries.length - shown} more
            </button>
          )}
        </div>
      )}
    </div>
  )
}

function JsonName({ name }: { readonly name: string | undefined }) {
  return name === undefined ? null : <span class="json-name">{name}:</span>
}

function JsonLeaf({ value }: { readonly value: unknown }) {
  const kind = value === null ? 'null' : typeof value
  return (
    <span class={`json-leaf json-${kind}`}>{typeof value === 'string' ? JSON.stringify(value) : String(value)}</span>
  )
}
