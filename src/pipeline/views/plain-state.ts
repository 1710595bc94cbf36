import { plainValue } from '../../extract/incremental/plain-value.ts'
import { isSecretName, redactText } from '../../log/redact.ts'
import { Decimal, Float, PlainDate, PlainTime, Timestamp, Uuid, Wei } from '../../values/kinds.ts'

const TYPED = [Timestamp, PlainDate, PlainTime, Decimal, Uuid, Float, Wei]
const MASK = '***'

/** A part of the state as plain JSON to be looked at: typed values as texts, secrets masked. */
export function plainState(value: unknown): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex')}`
  if (isTyped(value)) return plainState(plainValue(value))
  if (Array.isArray(value)) return value.map(plainState)
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      isSecretName(name) && inner !== null ? MASK : plainState(inner),
    ]),
  )
}

function isTyped(value: object): value is Timestamp | PlainDate | PlainTime | Decimal | Uuid | Float | Wei {
  return TYPED.some((kind) => value instanceof kind)
}
