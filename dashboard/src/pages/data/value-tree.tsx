import { useState } from 'preact/hooks'
import { Icon } from '../../design/icon.tsx'

interface ValueTreeProps {
  readonly value: unknown
  readonly name?: string
  /** How deep it is unfolded at first. */
  readonly open?: number
}

const SHOWN_AT_ONCE = 100

/** A JSON value as a tree that is folded and unfolded. */
export function ValueTree({ value, name, open = 2 }: ValueTreeProps) {
  const isList = Array.isArray(value)
  const [isOpen, setOpen] = useState(open > 0)
  const [shown, setShown] = useState(SHOWN_AT_ONCE)
  if (typeof value !== 'object' || value === null) {
    return (
      <div class="value-line">
        <ValueName name={name} />
        <ValueLeaf value={value} />
      </div>
    )
  }
  const entries = Object.entries(value)
  return (
    <div>
      <button type="button" class="value-line value-fold" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <Icon name={isOpen ? 'down' : 'right'} size={12} />
        <ValueName name={name} />
        <span class="faint">{isList ? `[${entries.length}]` : `{${entries.length}}`}</span>
      </button>
      {isOpen && (
        <div class="value-inside">
          {entries.slice(0, shown).map(([key, inner]) => (
            <ValueTree key={key} name={key} value={inner} open={open - 1} />
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

function ValueName({ name }: { readonly name: string | undefined }) {
  return name === undefined ? null : <span class="value-name">{name}:</span>
}

function ValueLeaf({ value }: { readonly value: unknown }) {
  const kind = value === null ? 'null' : typeof value
  return (
    <span class={`value-leaf value-${kind}`}>{typeof value === 'string' ? JSON.stringify(value) : String(value)}</span>
  )
}
