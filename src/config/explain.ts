import { redactFields } from '../log/redact.ts'
import type { LookupTrace } from './config-place.ts'
import type { ConfigLookup, TracedConfigReader } from './resolve.ts'

/** What `tolva config explain` reports on one key; `value` is left out of secrets. */
export interface Explanation {
  readonly key: string
  readonly found: boolean
  readonly place: string | null
  readonly file: string | null
  readonly value?: unknown
  readonly lookedIn: readonly LookupTrace[]
}

/**
 * Looks a dotted key up (`sources.chatbot_source.api_key`) and says where it comes from and what was tried before. A value that may
 * be a secret is never shown: only what stands in config.toml is.
 */
export async function explainKey(key: string, reader: TracedConfigReader): Promise<Explanation> {
  const request = lookupOf(key)
  const { value, trace } = await reader.lookUp(request)
  const hit = trace.find(({ outcome }) => outcome === 'found')
  const showable = hit?.place === 'config.toml' && !request.secret
  return {
    key,
    found: hit !== undefined,
    place: hit?.place ?? null,
    file: hit?.file ?? null,
    ...(showable && redactFields({ value })),
    lookedIn: trace,
  }
}

/** Lines for a terminal: where the value comes from, then every place looked in, in order. */
export function explanationLines(explanation: Explanation): readonly string[] {
  const { key, place, file, lookedIn } = explanation
  const value = 'value' in explanation ? JSON.stringify(explanation.value) : '***'
  return [
    explanation.found ? `${key} = ${value}   from ${file ?? place}` : `${key} is not configured`,
    'looked in, in this order:',
    ...lookedIn.map(({ outcome, place: where, key: name, reason }) =>
      [`  ${MARKS[outcome]} ${where}: ${name}`, ...(reason === undefined ? [] : [`(refused: ${reason})`])].join(' '),
    ),
  ]
}

const MARKS = { found: '✓', absent: '·', placeholder: '?', refused: '!' } as const

function lookupOf(key: string): ConfigLookup {
  const parts = key.split('.')
  const field = parts.at(-1) ?? ''
  const secret = /(secret|password|token|api_?key|private_?key|credential)/i.test(field)
  return { sections: parts.slice(0, -1), field, secret, required: false }
}
