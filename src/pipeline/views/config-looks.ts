import type { LookupTrace } from '../../config/config-place.ts'

/** One configuration value: where it was looked for, in order, and which place had it. Never the value. */
export interface ConfigValue {
  readonly key: string
  /** Absent: none. */
  readonly foundIn?: string
  readonly looks: readonly Omit<LookupTrace, 'asked'>[]
}

/** The looks of a run by what they looked for; what was asked for again is told once. */
export function configLooks(traces: readonly LookupTrace[]): readonly ConfigValue[] {
  const values = new Map<string, Omit<LookupTrace, 'asked'>[]>()
  for (const { asked, ...look } of traces) {
    const key = asked ?? fieldOf(look.key)
    const looks = values.get(key) ?? []
    values.set(key, looks)
    if (!looks.some((known) => known.place === look.place && known.key === look.key)) looks.push(look)
  }
  return [...values].map(([key, looks]) => {
    const found = looks.find(({ outcome }) => outcome === 'found')
    return { key, ...(found && { foundIn: found.file ?? found.place }), looks }
  })
}

/** What an earlier version did not write down: the field that a key of any place ends with. */
function fieldOf(key: string): string {
  return (key.split(/\.|__/).at(-1) ?? key).toLowerCase()
}
