import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { useLocation } from 'wouter-preact'
import { useAnswer } from '../api/use-answer.ts'
import { Icon } from '../design/icon.tsx'
import { RunningBadge } from '../design/running-badge.tsx'
import { pipelinePath } from '../url/links.ts'
import { NAV_ITEMS } from './nav-items.ts'
import { usePlace } from './use-place.ts'

const SHOWN = 50

/** Says which pipeline is shown, and leads to others: the same page of them. */
export function PipelineSwitcher({ name }: { readonly name: string }) {
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  return (
    <div
      class="switcher"
      onFocusOut={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setOpen(false)
      }}
    >
      <button
        ref={button}
        type="button"
        class="switcher-button"
        aria-expanded={isOpen}
        aria-label={`Pipeline ${name}: choose another`}
        onClick={() => setOpen(!isOpen)}
      >
        <span class="cut">{name}</span>
        <Icon name="updown" size={14} />
      </button>
      {isOpen && <Choices name={name} below={button.current} onClose={close} />}
    </div>
  )
}

interface ChoicesProps {
  readonly name: string
  /** Where they appear; the navigation scrolls, and would cut them off. */
  readonly below: HTMLElement | null
  readonly onClose: () => void
}

function Choices({ name, below, onClose }: ChoicesProps) {
  const box = below?.getBoundingClientRect()
  const [, navigate] = useLocation()
  const { page } = usePlace()
  const [text, setText] = useState('')
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const { data } = useAnswer({ route: 'pipelines' })
  const found = useMemo(() => {
    const sought = text.toLowerCase()
    return (data?.pipelines ?? []).filter((one) => one.name.toLowerCase().includes(sought)).slice(0, SHOWN)
  }, [data, text])
  const go = (to: string) => {
    const known = NAV_ITEMS.find((item) => item.page === page)
    navigate(pipelinePath(to, known?.page))
    onClose()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose()
    if (event.key === 'Enter' && found[0] !== undefined && text !== '') go(found[0].name)
  }
  return (
    <div
      class="switcher-list"
      role="dialog"
      aria-label="Pipelines"
      data-own-keys
      style={{ left: `${box?.left ?? 0}px`, top: `${(box?.bottom ?? 0) + 4}px` }}
      onKeyDown={onKeyDown}
    >
      <input
        class="input"
        type="search"
        aria-label="Find a pipeline"
        placeholder="Find a pipeline"
        value={text}
        ref={field}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <ul>
        {found.map((one) => (
          <li key={one.name}>
            <button
              type="button"
              class="switcher-choice"
              aria-current={one.name === name ? 'true' : undefined}
              onClick={() => go(one.name)}
            >
              <span class="cut">{one.name}</span>
              {one.running ? <RunningBadge /> : <span class="faint">{one.destination}</span>}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
