import { configShape } from './config-shape.ts'
import { isPlainObject } from './is-plain-object.ts'
import type { Shape } from './shape.ts'

/** A configuration from YAML, JSON or TOML in dlt's snake_case, as `restApi` takes it. The user's own keys stay as they are. */
export function fromSnakeCase(config: unknown): unknown {
  return translated(config, configShape, fromSnake)
}

/** A configuration in dlt's snake_case, as YAML and JSON files hold it; the other way around. */
export function toSnakeCase(config: unknown): unknown {
  return translated(config, configShape, toSnake)
}

/** What a key is called in the table of shapes, and in the result. */
type Spelling = (key: string) => { readonly known: string; readonly spelled: string }

const fromSnake: Spelling = (key) => ({ known: camelCase(key), spelled: camelCase(key) })
const toSnake: Spelling = (key) => ({ known: key, spelled: snakeCase(key) })

/** `base_url` → `baseUrl`. */
export function camelCase(name: string): string {
  return name.replace(/(?<=[a-z0-9])_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

/** `baseUrl` → `base_url`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function translated(value: unknown, shape: Shape, spelling: Spelling): unknown {
  switch (shape.kind) {
    case 'list':
      return Array.isArray(value) ? value.map((item) => translated(item, shape.of, spelling)) : value
    case 'map':
      return mapEntries(value, ([key, inner]) => [key, translated(inner, shape.of, spelling)])
    case 'object':
      return mapEntries(value, ([key, inner]) => {
        const { known: name, spelled } = spelling(key)
        const known = Object.hasOwn(shape.keys, name) ? shape.keys[name] : undefined
        return known === undefined ? [key, inner] : [spelled, translated(inner, known, spelling)]
      })
    case 'typed': {
      const type = isPlainObject(value) ? (value.type ?? shape.default) : undefined
      const chosen = typeof type === 'string' && Object.hasOwn(shape.types, type) ? shape.types[type] : undefined
      return chosen === undefined ? value : translated(value, chosen, spelling)
    }
    case 'either':
      return shape.shapes.reduce(
        (result, option) => (fits(value, option) ? translated(result, option, spelling) : result),
        value,
      )
    default:
      return value
  }
}

/** Only one container shape of an `either` takes a list, only one an object. */
function fits(value: unknown, shape: Shape): boolean {
  if (Array.isArray(value)) return shape.kind === 'list'
  return isPlainObject(value) && (shape.kind === 'object' || shape.kind === 'map' || shape.kind === 'typed')
}

function mapEntries(value: unknown, change: (entry: [string, unknown]) => [string, unknown]): unknown {
  return isPlainObject(value) ? Object.fromEntries(Object.entries(value).map(change)) : value
}
