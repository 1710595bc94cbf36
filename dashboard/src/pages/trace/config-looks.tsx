import { useMemo } from 'preact/hooks'
import type { RunRecord } from '../../../../src/dashboard/api/trace.ts'
import { Badge, type Tone } from '../../design/badge.tsx'
import { Card } from '../../design/card.tsx'
import { Details } from '../../design/details.tsx'
import { Icon } from '../../design/icon.tsx'
import { SearchField } from '../../design/search-field.tsx'
import { counted } from '../../format/numbers.ts'
import { useQuery } from '../../url/use-query.ts'

type Lookup = RunRecord['config'][number]
type Outcome = Lookup['looks'][number]['outcome']

const TONES: { readonly [Key in Outcome]: Tone } = {
  found: 'good',
  absent: 'unknown',
  placeholder: 'warning',
  refused: 'bad',
}

/** Which settings a run asked for, where each was found, and where it was looked for before. Values are never sent here. */
export function ConfigLooks({ config }: { readonly config: readonly Lookup[] }) {
  const [{ key: sought = '' }, change] = useQuery()
  const found = useMemo(
    () => config.filter((one) => one.key.toLowerCase().includes(sought.trim().toLowerCase())),
    [config, sought],
  )
  if (config.length === 0) return null
  return (
    <Card
      flush
      title="Settings"
      beside={`${counted(config.length, 'key')} looked up; values are never shown`}
      actions={
        <SearchField
          label="Find a key"
          value={sought}
          onChange={(text) => change({ key: text || undefined }, { replace: true })}
        />
      }
    >
      <ul class="looks">
        {found.map((one) => (
          <li key={one.key}>
            <Details summary={<Summary lookup={one} />}>{() => <Places looks={one.looks} />}</Details>
          </li>
        ))}
        {found.length === 0 && <li class="looks-none soft">No key matches “{sought}”.</li>}
      </ul>
    </Card>
  )
}

function Summary({ lookup }: { readonly lookup: Lookup }) {
  return (
    <summary data-row>
      <span class="mono cut">{lookup.key}</span>
      {lookup.foundIn === undefined ? <span class="faint">not set</span> : <span class="soft">{lookup.foundIn}</span>}
      <span class="faint">{counted(lookup.looks.length, 'place')} looked at</span>
      <span class="look-open" aria-hidden="true">
        <Icon name="right" size={12} />
      </span>
    </summary>
  )
}

function Places({ looks }: { readonly looks: Lookup['looks'] }) {
  return (
    <ol class="look-places">
      {looks.map((look, index) => (
        <li key={`${look.place} ${look.key} ${index}`}>
          <Badge tone={TONES[look.outcome]}>{look.outcome}</Badge>
          <span class="soft">{look.place}</span>
          <span class="mono">{look.key}</span>
          {look.file && <span class="faint mono">{look.file}</span>}
          {look.reason && <span class="faint">{look.reason}</span>}
        </li>
      ))}
    </ol>
  )
}
