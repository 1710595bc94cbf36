import type { ComponentChildren } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { Button } from '../design/button.tsx'
import type { IconName } from '../design/icon.tsx'
import { Popover } from './popover.tsx'

interface PopoverButtonProps {
  readonly text: string
  readonly icon?: IconName
  readonly label?: string
  readonly disabled?: boolean
  readonly kind?: 'plain' | 'quiet'
  readonly children: (close: () => void) => ComponentChildren
}

/** A button that opens a small window. */
export function PopoverButton({
  text,
  icon,
  label = text,
  disabled = false,
  kind = 'plain',
  children,
}: PopoverButtonProps) {
  const [at, setAt] = useState<DOMRect>()
  const button = useRef<HTMLButtonElement>(null)
  const close = () => setAt(undefined)
  return (
    <>
      <Button
        size="s"
        kind={kind}
        buttonRef={button}
        disabled={disabled}
        expanded={at !== undefined}
        {...(icon && { icon })}
        onClick={() => setAt(at === undefined ? button.current?.getBoundingClientRect() : undefined)}
      >
        {text}
      </Button>
      {at && (
        <Popover label={label} at={at} onClose={close}>
          {children(close)}
        </Popover>
      )}
    </>
  )
}
