import type { Health } from '../../../src/dashboard/api/pipelines.ts'
import { Badge, type Tone } from './badge.tsx'
import type { IconName } from './icon.tsx'

const TONES: { readonly [Key in Health]: Tone } = { good: 'good', warning: 'warning', bad: 'bad', unknown: 'unknown' }
const ICONS: { readonly [Key in Health]: IconName } = {
  good: 'good',
  warning: 'warning',
  bad: 'bad',
  unknown: 'unknown',
}
const WORDS: { readonly [Key in Health]: string } = {
  good: 'Good',
  warning: 'Warning',
  bad: 'Problem',
  unknown: 'Unknown',
}

/** How something stands, as sign and word. */
export function HealthBadge({ health, word }: { readonly health: Health; readonly word?: string }) {
  return (
    <Badge tone={TONES[health]} icon={ICONS[health]}>
      {word ?? WORDS[health]}
    </Badge>
  )
}
