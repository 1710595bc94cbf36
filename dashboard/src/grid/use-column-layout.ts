import { useCallback, useState } from 'preact/hooks'
import { type ColumnLayout, NO_LAYOUT } from './column-layout.ts'

/** How the columns of a table are arranged, as this browser remembers it; `undefined` is remembered nowhere. */
export function useColumnLayout(key: string | undefined): readonly [ColumnLayout, (layout: ColumnLayout) => void] {
  const [held, setHeld] = useState(() => ({ key, layout: remembered(key) }))
  const current = held.key === key ? held.layout : remembered(key)
  const change = useCallback(
    (layout: ColumnLayout) => {
      setHeld({ key, layout })
      if (key === undefined) return
      try {
        localStorage.setItem(storageName(key), JSON.stringify(layout))
      } catch {
        // A full or forbidden storage: the arrangement holds until the page is left.
      }
    },
    [key],
  )
  return [current, change]
}

const storageName = (key: string) => `tolva.columns.${key}`

function remembered(key: string | undefined): ColumnLayout {
  if (key === undefined) return NO_LAYOUT
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageName(key)) ?? 'null')
    return isLayout(stored) ? stored : NO_LAYOUT
  } catch {
    return NO_LAYOUT
  }
}

function isLayout(value: unknown): value is ColumnLayout {
  if (typeof value !== 'object' || value === null) return false
  return (
    'order' in value &&
    Array.isArray(value.order) &&
    'hidden' in value &&
    Array.isArray(value.hidden) &&
    'widths' in value
  )
}
