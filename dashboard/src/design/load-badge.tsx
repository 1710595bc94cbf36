import { Badge } from './badge.tsx'

/** How far a package or a file of one is: `waiting` is the word where it is neither loaded nor failed. */
export function LoadBadge({ state, waiting }: { readonly state: string; readonly waiting: string }) {
  if (state === 'loaded')
    return (
      <Badge tone="good" icon="check">
        loaded
      </Badge>
    )
  if (state === 'failed')
    return (
      <Badge tone="bad" icon="bad">
        failed
      </Badge>
    )
  return (
    <Badge tone="accent" icon="clock">
      {waiting}
    </Badge>
  )
}
