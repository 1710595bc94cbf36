import { isRecord } from '../values/is-record.ts'
import type { Json } from './stored.ts'

/** A JSON object, as opposed to a list, a scalar or null. */
export type JsonObject = { readonly [key: string]: Json | undefined }

/** Whether a JSON value is an object. */
export function isJsonObject(value: unknown): value is JsonObject {
  return isRecord(value)
}

/** `value` where it is an object, else an empty one. */
export function objectOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {}
}
