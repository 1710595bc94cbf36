import type { Incremental } from '../../contracts/incremental.ts'
import type { Value } from '../../values/kinds.ts'
import { toValue } from '../../values/to-value.ts'
import { compareValues, sameValue } from './compare-values.ts'
import { plainValue } from './plain-value.ts'

export type Last = NonNullable<Incremental['lastValueFunc']>

/** Which of two cursor values counts. */
export interface Fold {
  /** One of the two, the first where they are equal; a function's result may be a third. undefined: not comparable. */
  readonly pick: (a: Value, b: Value) => Value | undefined
  /** What a value comes to by itself: a function may change it. */
  readonly alone: (value: Value) => Value
  readonly same: (a: Value | undefined, b: Value | undefined) => boolean
}

/** `max`, `min` or the user's function, which sees plain values. */
export function foldOf(last: Last): Fold {
  const same: Fold['same'] = (a, b) => (a === undefined || b === undefined ? a === b : sameValue(a, b))
  if (typeof last === 'function') {
    const pick = (...values: readonly Value[]): Value => {
      const plain = values.map(plainValue)
      const result = last(plain)
      // a result that was given keeps its type
      const given = values[plain.indexOf(result)]
      return given ?? toValue(result) ?? null
    }
    return { pick, alone: (value) => pick(value), same }
  }
  const sign = last === 'max' ? 1 : -1
  const pick = (a: Value, b: Value) => {
    const compared = compareValues(a, b)
    return compared === undefined ? undefined : compared * sign >= 0 ? a : b
  }
  return { pick, alone: (value) => value, same }
}
