import type { ConfigPlace } from './config-place.ts'

/** Values handed over in code or on the command line, by dotted key: `{ 'sources.chatbot_source.limit': 10 }`. */
export function explicitPlace(values: Readonly<Record<string, unknown>>): ConfigPlace {
  return {
    name: 'explicit values',
    holdsSecrets: true,
    empty: Object.keys(values).length === 0,
    keyOf: (path) => path.join('.'),
    async find(path) {
      const key = path.join('.')
      const value = Object.hasOwn(values, key) ? values[key] : undefined
      return value === undefined ? undefined : { value }
    },
  }
}
