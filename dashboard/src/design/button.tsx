import type { ComponentChildren, Ref } from 'preact'
import { Icon, type IconName } from './icon.tsx'

interface ButtonProps {
  readonly onClick?: (event: MouseEvent) => void
  readonly icon?: IconName
  readonly kind?: 'plain' | 'primary' | 'quiet'
  readonly size?: 'm' | 's'
  /** Its name where it shows an icon only; else more about it. */
  readonly label?: string
  readonly disabled?: boolean
  readonly pressed?: boolean
  readonly expanded?: boolean
  readonly type?: 'button' | 'submit'
  readonly buttonRef?: Ref<HTMLButtonElement>
  readonly children?: ComponentChildren
}

/** Something to press. */
export function Button(props: ButtonProps) {
  const { onClick, icon, kind = 'plain', size = 'm', label, disabled, pressed, expanded, type = 'button' } = props
  const isBare = props.children === undefined
  return (
    <button
      ref={props.buttonRef ?? null}
      type={type}
      class={`button button-${kind} button-${size}${isBare ? ' button-bare' : ''}`}
      disabled={disabled}
      title={label}
      aria-label={isBare ? label : undefined}
      aria-pressed={pressed}
      aria-expanded={expanded}
      onClick={onClick}
    >
      {icon && <Icon name={icon} size={size === 's' ? 14 : 16} />}
      {props.children}
    </button>
  )
}
