import { Button } from '../../design/button.tsx'
import { Icon } from '../../design/icon.tsx'
import { counted } from '../../format/numbers.ts'
import type { JsonLine } from './json-node.ts'

interface JsonRowProps {
  readonly line: JsonLine
  readonly isHit: boolean
  readonly onToggle: (path: string, isOpen: boolean) => void
  readonly onCopy: (text: string) => void
}

/** A line of a tree. Arrows go from line to line and open and close it. */
export function JsonRow({ line, isHit, onToggle, onCopy }: JsonRowProps) {
  const { path, depth, key, value, size, isOpen } = line
  const canOpen = size !== undefined && size > 0
  const onKeyDown = (event: KeyboardEvent & { readonly currentTarget: HTMLElement }) => {
    if (event.target !== event.currentTarget) return
    if (event.key === 'ArrowDown' || event.key === 'j') neighbour(event.currentTarget, 'next')?.focus()
    else if (event.key === 'ArrowUp' || event.key === 'k') neighbour(event.currentTarget, 'previous')?.focus()
    else if (canOpen && event.key === 'ArrowRight') onToggle(path, true)
    else if (canOpen && event.key === 'ArrowLeft') onToggle(path, false)
    else if (canOpen && (event.key === 'Enter' || event.key === ' ')) onToggle(path, !isOpen)
    else return
    event.preventDefault()
  }
  return (
    <div
      class={isHit ? 'json-line is-hit' : 'json-line'}
      role="treeitem"
      aria-level={depth + 1}
      aria-expanded={canOpen ? isOpen : undefined}
      tabIndex={0}
      style={{ paddingLeft: `${depth * 18 + 8}px` }}
      onClick={() => canOpen && onToggle(path, !isOpen)}
      onKeyDown={onKeyDown}
    >
      <span class="json-sign">{canOpen && <Icon name={isOpen ? 'down' : 'right'} size={12} />}</span>
      {key !== undefined && <span class="json-key">{key}</span>}
      <Value value={value} size={size} />
      <span class="json-actions">
        <Button
          kind="quiet"
          size="s"
          label={`Copy the path ${path}`}
          icon="key"
          onClick={(event) => copyFrom(event, () => onCopy(path))}
        />
        <Button
          kind="quiet"
          size="s"
          label={`Copy the value of ${path}`}
          icon="copy"
          onClick={(event) => copyFrom(event, () => onCopy(textOf(value)))}
        />
      </span>
    </div>
  )
}

function Value({ value, size }: { readonly value: unknown; readonly size: number | undefined }) {
  if (size !== undefined) {
    return (
      <span class="faint">{Array.isArray(value) ? `[ ${counted(size, 'item')} ]` : `{ ${counted(size, 'key')} }`}</span>
    )
  }
  if (typeof value === 'string') return <span class="json-text cut">{value === '' ? '""' : value}</span>
  return <span class={value === null ? 'json-null' : 'json-plain'}>{String(value)}</span>
}

function copyFrom(event: MouseEvent, copy: () => void): void {
  event.stopPropagation()
  copy()
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}

function neighbour(element: HTMLElement, side: 'next' | 'previous'): HTMLElement | undefined {
  const found = side === 'next' ? element.nextElementSibling : element.previousElementSibling
  return found instanceof HTMLElement && found.role === 'treeitem' ? found : undefined
}
