import { isJsonObject } from '../schema/json-object.ts'
import type { Json } from '../schema/stored.ts'

/** A camelCase key as dlt spells it: `primaryKey` → `primary_key`. */
export function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** A JSON value whose objects, at any depth, have their keys in snake_case; values and `x-` keys stay. */
export function snakeCaseKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => snakeCaseKeys(item))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter((entry): entry is [string, Json] => entry[1] !== undefined)
      .map(([key, item]) => [key.startsWith('x-') ? key : snakeCase(key), snakeCaseKeys(item)]),
  )
}
