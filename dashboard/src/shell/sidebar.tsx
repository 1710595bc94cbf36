import { Link } from 'wouter-preact'
import { useLive } from '../api/use-live.ts'
import { Button } from '../design/button.tsx'
import { Icon, type IconName } from '../design/icon.tsx'
import { KeyHint } from '../design/key-hint.tsx'
import { pipelinePath } from '../url/links.ts'
import { Logo } from './logo.tsx'
import { NAV_ITEMS } from './nav-items.ts'
import { PipelineSwitcher } from './pipeline-switcher.tsx'
import { ThemeSwitch } from './theme-switch.tsx'
import { usePlace } from './use-place.ts'

interface SidebarProps {
  readonly isOpen: boolean
  readonly onHelp: () => void
}

/** The way to all pages. */
export function Sidebar({ isOpen, onHelp }: SidebarProps) {
  const { pipeline, page } = usePlace()
  const isRunning = useLive((state) => state.status === 'running')
  return (
    <nav class={isOpen ? 'sidebar is-open' : 'sidebar'} aria-label="Pages" id="sidebar">
      <Link href="/" class="sidebar-logo" aria-label="tolva: all pipelines">
        <Logo />
        <span>tolva</span>
      </Link>
      <ul>
        <NavLink href="/" text="Pipelines" icon="pipelines" keys="g p" isHere={page === 'pipelines'} />
        <NavLink href="/reports" text="Reports" icon="reports" keys="g r" isHere={page === 'reports'} />
      </ul>
      {pipeline !== undefined && (
        <>
          <PipelineSwitcher name={pipeline} />
          <ul>
            {NAV_ITEMS.map((item) => (
              <NavLink
                key={item.page}
                href={pipelinePath(pipeline, item.page)}
                text={item.text}
                icon={item.icon}
                keys={`g ${item.key}`}
                isHere={page === item.page}
                isMoving={item.page === 'live' && isRunning}
              />
            ))}
          </ul>
        </>
      )}
      <div class="sidebar-foot">
        <ThemeSwitch />
        <Button kind="quiet" size="s" icon="help" label="Keys" onClick={onHelp} />
      </div>
    </nav>
  )
}

interface NavLinkProps {
  readonly href: string
  readonly text: string
  readonly icon: IconName
  readonly keys: string
  readonly isHere: boolean
  readonly isMoving?: boolean
}

function NavLink({ href, text, icon, keys, isHere, isMoving = false }: NavLinkProps) {
  return (
    <li>
      <Link href={href} class="nav-link" aria-current={isHere ? 'page' : undefined}>
        <Icon name={icon} />
        <span class="nav-text">{text}</span>
        {isMoving ? (
          <span class="nav-running">
            <span class="pulse" aria-hidden="true" />
            <span class="visually-hidden">: a run is going on</span>
          </span>
        ) : (
          <span class="nav-keys" aria-hidden="true">
            <KeyHint keys={keys} />
          </span>
        )}
      </Link>
    </li>
  )
}
