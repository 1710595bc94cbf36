import type { LoadList } from '../../../../src/dashboard/api/loads.ts'
import { Badge, type Tone } from '../../design/badge.tsx'
import type { IconName } from '../../design/icon.tsx'

type State = LoadList['loads'][number]['state']

const LOOKS: { readonly [Key in State]: { readonly tone: Tone; readonly icon: IconName; readonly about: string } } = {
  loaded: { tone: 'good', icon: 'check', about: 'Its rows are at the destination' },
  sealed: { tone: 'accent', icon: 'clock', about: 'It is complete on this machine and waits to be loaded' },
  failed: { tone: 'bad', icon: 'bad', about: 'Loading it failed; it stays here and can be tried again' },
  aborted: { tone: 'bad', icon: 'close', about: 'It was given up' },
  discarded: { tone: 'unknown', icon: 'close', about: 'It was thrown away on purpose' },
}

/** What became of a load. */
export function LoadState({ state }: { readonly state: State }) {
  const look = LOOKS[state]
  return (
    <Badge tone={look.tone} icon={look.icon} title={look.about}>
      {state}
    </Badge>
  )
}
