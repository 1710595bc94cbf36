import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from './icon.tsx'

/** What a colour says; never said by colour alone. */
export type Tone = 'good' | 'warning' | 'bad' | 'unknown' | 'accent'

interface BadgeProps {
  readonly tone?: Tone
  readonly icon?: IconName
  readonly title?: string
  readonly children: ComponentChildren
}

/** A word or two about a thing beside it. */
export function Badge({ tone = 'unknown', icon, title, children }: BadgeProps) {
  return (
    <span class={`badge badge-${tone}`} title={title}>
      {icon && <Icon name={icon} size={12} />}
      {children}
    </span>
  )
}
