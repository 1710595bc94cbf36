import { useMemo, useState } from 'preact/hooks'
import { useLocation } from 'wouter-preact'
import { useRefresh } from '../api/refresh.ts'
import { pipelinePath } from '../url/links.ts'
import { moveInList } from './move-in-list.ts'
import { NAV_ITEMS } from './nav-items.ts'
import { usePlace } from './use-place.ts'
import { type Shortcuts, useShortcuts } from './use-shortcuts.ts'

/** The keys of the whole dashboard; gives whether help is asked for. */
export function useAppShortcuts(): readonly [isHelp: boolean, setHelp: (isHelp: boolean) => void] {
  const [isHelp, setHelp] = useState(false)
  const [, navigate] = useLocation()
  const { pipeline } = usePlace()
  const { refresh } = useRefresh()
  const shortcuts = useMemo((): Shortcuts => {
    const pages = NAV_ITEMS.map(
      ({ key, page }) => [`g ${key}`, () => pipeline !== undefined && navigate(pipelinePath(pipeline, page))] as const,
    )
    return {
      ...Object.fromEntries(pages),
      'g p': () => navigate('/'),
      'g r': () => navigate('/reports'),
      '/': () => document.querySelector<HTMLElement>('main [data-search]')?.focus(),
      '?': () => setHelp(true),
      j: () => moveInList(1),
      k: () => moveInList(-1),
      ArrowDown: () => moveInList(1),
      ArrowUp: () => moveInList(-1),
      r: refresh,
    }
  }, [pipeline, navigate, refresh])
  useShortcuts(shortcuts)
  return [isHelp, setHelp]
}
