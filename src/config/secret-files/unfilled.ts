import { isPlaceholder } from '../placeholder.ts'
import { looksLive } from './looks-live.ts'

/** What people and templates write where a value is still to come. */
const UNFILLED =
  /^(?:|<[^<>]*>|\.{3,}|…|\*+|x{3,}|todo|tbd|fixme|change[-_ ]?me|replace[-_ ]?me|fill[-_ ]?me[-_ ]?in|placeholder|your[-_ ][\w -]{1,40}|(?:my|the)[-_ ](?:token|key|secret|password))$/i

/** true for what stands for a value that is still to be filled in; never for something that may be one. */
export function isUnfilled(value: unknown): boolean {
  if (isPlaceholder(value)) return typeof value === 'string' && !looksLive(value.replace(/^\s*<|>\s*$/g, ''))
  if (typeof value !== 'string') return false
  const text = value.trim()
  return UNFILLED.test(text) && !looksLive(text.replace(/^<|>$/g, ''))
}
