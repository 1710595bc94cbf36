import { useEffect } from 'preact/hooks'

/** Keys and what they do; two keys one after the other are written with a space: `g o`. What gives false leaves the key. */
export type Shortcuts = Readonly<Record<string, () => unknown>>

const CHORD_MS = 1200

/** Listens to keys wherever the focus is, but for fields that one types in. */
export function useShortcuts(shortcuts: Shortcuts): void {
  useEffect(() => {
    let before = ''
    let at = 0
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event)) return
      const chord = event.timeStamp - at < CHORD_MS ? `${before} ${event.key}` : ''
      const action = shortcuts[chord] ?? shortcuts[event.key]
      before = shortcuts[chord] === undefined ? event.key : ''
      at = event.timeStamp
      if (action === undefined) return
      if (action() !== false) event.preventDefault()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [shortcuts])
}

function isTyping({ target }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || target.closest('input, textarea, select, dialog, [data-own-keys]') !== null
}
