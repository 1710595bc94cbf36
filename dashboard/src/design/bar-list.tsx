import type { ComponentChildren } from 'preact'
import { Gradually } from './gradually.tsx'

/** A thing with an amount, as {@link BarList} shows it. */
export interface BarItem {
  readonly key: string
  readonly label: ComponentChildren
  readonly value: number
  /** The amount in words. */
  readonly text: string
  /** The amount before, marked on the bar. */
  readonly before?: number | undefined
  /** Beside the amount: how it differs. */
  readonly beside?: ComponentChildren
}

interface BarListProps {
  readonly label: string
  readonly items: readonly BarItem[]
}

/** Amounts as bars of one scale. */
export function BarList({ label, items }: BarListProps) {
  const top = Math.max(1, ...items.map((item) => Math.max(item.value, item.before ?? 0)))
  const width = (value: number) => `${value === 0 ? 0 : Math.max(0.4, (value / top) * 100)}%`
  const hasBeside = items.some((item) => item.beside !== undefined)
  return (
    <ul class={hasBeside ? 'bars bars-beside' : 'bars'} aria-label={label}>
      <Gradually
        lines={items.map((item) => (
          <li key={item.key}>
            <span class="bar-label">{item.label}</span>
            <span class="bar-track" aria-hidden="true">
              <span class="bar-fill" style={{ width: width(item.value) }} />
              {item.before !== undefined && <span class="bar-before" style={{ left: width(item.before) }} />}
            </span>
            <span class="bar-text">{item.text}</span>
            {hasBeside && <span class="bar-beside">{item.beside}</span>}
          </li>
        ))}
      />
    </ul>
  )
}
