import { isPlainObject } from '../is-plain-object.ts'
import type { Guess } from './guess.ts'

/** The first of several servers, its variables filled with their defaults; an empty text where there is none. */
export function firstServer(servers: unknown): Guess<string> {
  const [first, ...others] = Array.isArray(servers) ? servers.filter(isPlainObject) : []
  const url = typeof first?.url === 'string' ? first.url : ''
  const variables = isPlainObject(first?.variables) ? first.variables : {}
  const filled: string[] = []
  const value = url.replace(/\{([^{}]+)\}/g, (whole, name: string) => {
    const variable = variables[name]
    const preset = isPlainObject(variable) ? variable.default : undefined
    if (typeof preset !== 'string' && typeof preset !== 'number') return whole
    filled.push(`${name} is ${preset}`)
    return String(preset)
  })
  const more = others.flatMap((server) => (typeof server.url === 'string' ? [server.url] : []))
  const reason = [
    'the first server',
    ...(filled.length > 0 ? [`with its default: ${filled.join(', ')}`] : []),
    ...(more.length > 0 ? [`others: ${more.slice(0, 5).join(', ')}`] : []),
  ].join('; ')
  return { value, reason }
}
