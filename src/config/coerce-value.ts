import { ConfigError } from '../errors/tolva-error.ts'
import type { ConfigType } from './secret.ts'

const TRUE = new Set(['yes', 'true', 't', 'y', '1'])
const FALSE = new Set(['no', 'false', 'f', 'n', '0'])

/**
 * Turns a configured value, mostly a text from the environment, into the declared type.
 * @throws ConfigError code `bad_value` that names the key and the type, never the value.
 */
export function coerceValue(value: unknown, type: ConfigType, key: string): unknown {
  const result = readers[type](value)
  if (result !== undefined) return result
  throw new ConfigError(`${key} is not ${names[type]}`, { code: 'bad_value', hint: `set ${key} to ${names[type]}` })
}

const names: Readonly<Record<ConfigType, string>> = {
  text: 'a text',
  bigint: 'a whole number up to 2^53',
  double: 'a number',
  bool: 'true or false',
  json: 'JSON',
}

const readers: Readonly<Record<ConfigType, (value: unknown) => unknown>> = {
  text: (value) => (typeof value === 'object' ? undefined : String(value)),
  bigint: (value) => {
    const number = typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : value
    return Number.isSafeInteger(number) ? number : undefined
  },
  double: (value) => {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
    return typeof number === 'number' && !Number.isNaN(number) ? number : undefined
  },
  bool: (value) => {
    if (typeof value === 'boolean') return value
    const word = String(value).trim().toLowerCase()
    if (TRUE.has(word)) return true
    return FALSE.has(word) ? false : undefined
  },
  json: (value) => (typeof value === 'string' ? parsed(value) : value),
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
