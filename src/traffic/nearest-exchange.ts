import { isRecord } from '../values/is-record.ts'
import type { KeptExchange } from './cassette.ts'
import { type KeptRequest, matchKey, matchParts } from './kept-request.ts'

/** The recorded exchange that comes nearest to a request, and in what they differ; undefined for an empty cassette. */
export function nearestExchange(
  asked: KeptRequest,
  exchanges: readonly KeptExchange[],
): { readonly exchange: KeptExchange; readonly differences: readonly string[] } | undefined {
  let nearest:
    | { readonly exchange: KeptExchange; readonly differences: readonly string[]; readonly far: number }
    | undefined
  const seen = new Set<string>()
  for (const exchange of exchanges) {
    const key = matchKey(exchange.request)
    if (seen.has(key)) continue
    seen.add(key)
    const differences = differencesOf(exchange.request, asked)
    const far = distance(exchange.request, asked) + differences.length
    // Of equally near ones the last: a walk went on from there.
    if (nearest === undefined || far <= nearest.far) nearest = { exchange, differences, far }
  }
  return nearest
}

/** Another path is further away than any other parameters. */
function distance(recorded: KeptRequest, asked: KeptRequest): number {
  const [left, right] = [matchParts(recorded).address.split('/'), matchParts(asked).address.split('/')]
  const same = left.filter((part, index) => part === right[index]).length
  const longest = Math.max(left.length, right.length)
  return (longest - same) * 100 + (recorded.method === asked.method ? 0 : 50)
}

function differencesOf(recorded: KeptRequest, asked: KeptRequest): readonly string[] {
  const [left, right] = [matchParts(recorded), matchParts(asked)]
  return [
    ...changed('method', recorded.method, asked.method),
    ...changed('address', left.address, right.address),
    ...changedPairs('query', left.params, right.params),
    ...changedPairs('header', left.headers, right.headers),
    ...changedBody(recorded.body, asked.body),
  ]
}

function changed(what: string, recorded: unknown, asked: unknown): readonly string[] {
  const [left, right] = [shown(recorded), shown(asked)]
  return left === right ? [] : [`${what}: recorded ${left}, asked ${right}`]
}

function changedPairs(
  what: string,
  recorded: readonly (readonly [string, string])[],
  asked: readonly (readonly [string, string])[],
): readonly string[] {
  const names = new Set([...recorded, ...asked].map(([name]) => name))
  const valuesIn = (pairs: typeof recorded, name: string) => {
    const values = pairs.filter(([key]) => key === name).map(([, value]) => value)
    return values.length === 0 ? undefined : values.join(', ')
  }
  return [...names].flatMap((name) => changed(`${what} ${name}`, valuesIn(recorded, name), valuesIn(asked, name)))
}

function changedBody(recorded: KeptRequest['body'], asked: KeptRequest['body']): readonly string[] {
  const [left, right] = [membersOf(recorded), membersOf(asked)]
  if (left === undefined || right === undefined) return changed('body', recorded, asked)
  const names = new Set([...Object.keys(left), ...Object.keys(right)])
  return [...names].flatMap((name) => changed(`body ${name}`, left[name], right[name]))
}

function membersOf(body: KeptRequest['body']): Readonly<Record<string, unknown>> | undefined {
  if (body === undefined || 'text' in body) return undefined
  if ('form' in body) return Object.fromEntries(body.form)
  const { json } = body
  return isRecord(json) ? { ...json } : undefined
}

const SHOWN = 200

function shown(value: unknown): string {
  if (value === undefined) return 'none'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text
}
