import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useLocation } from 'wouter-preact'
import { Button } from '../design/button.tsx'
import { useAppShortcuts } from './app-shortcuts.ts'
import { HelpDialog } from './help-dialog.tsx'
import { Sidebar } from './sidebar.tsx'
import { usePlace } from './use-place.ts'

/** What stands around every page. */
export function Layout({ children }: { readonly children: ComponentChildren }) {
  const [isHelp, setHelp] = useAppShortcuts()
  const [isOpen, setOpen] = useState(false)
  const [path] = useLocation()
  const { pipeline } = usePlace()
  const main = useRef<HTMLElement>(null)
  // Another page begins at its top, with the navigation folded.
  useEffect(() => {
    setOpen(false)
    main.current?.scrollTo(0, 0)
  }, [path])
  return (
    <div class="layout">
      <a class="skip-link" href="#main">
        Skip to content
      </a>
      <div class="topbar">
        <Button
          kind="quiet"
          icon="menu"
          label={isOpen ? 'Close navigation' : 'Open navigation'}
          expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        />
        <span class="topbar-name cut">{pipeline ?? 'tolva'}</span>
      </div>
      <Sidebar isOpen={isOpen} onHelp={() => setHelp(true)} />
      <main id="main" ref={main} tabIndex={-1} data-scroll>
        {children}
      </main>
      {isHelp && <HelpDialog onClose={() => setHelp(false)} />}
    </div>
  )
}
