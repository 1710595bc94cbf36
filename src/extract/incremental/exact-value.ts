import { isFloatAt } from '../../values/exact-json.ts'
import { Float, type Value } from '../../values/kinds.ts'
import { toValue } from '../../values/to-value.ts'

/** An own field of an object or list as a value that keeps its type; undefined: there is no such field. */
export function exactValue(container: unknown, key: string | number): Value | undefined {
  if (typeof container !== 'object' || container === null) return undefined
  const place = typeof key === 'number' && Array.isArray(container) && key < 0 ? container.length + key : key
  if (!Object.hasOwn(container, place)) return undefined
  const value: unknown = Reflect.get(container, place)
  return typeof value === 'number' && isFloatAt(container, place) ? new Float(value) : toValue(value)
}
