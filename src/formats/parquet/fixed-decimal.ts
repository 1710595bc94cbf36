import { SchemaError } from '../../errors/tolva-error.ts'
import type { Column } from '../../schema/stored.ts'
import { roundedOf } from '../../values/decimal-text.ts'
import type { Spelling } from '../table-writer.ts'
import type { ColumnPage } from './plain-page.ts'

/** Bytes of a decimal of up to 38 digits. */
export const DECIMAL_BYTES = 16
const MOST_DIGITS = 38

export interface DecimalShape {
  readonly precision: number
  readonly scale: number
}

/** The digits of a column that a file for exchange holds as decimals; undefined: it holds none, or more digits than readers take. */
export function decimalShape(column: Column, spelling: Spelling): DecimalShape | undefined {
  if (spelling === 'own' || (column.data_type !== 'decimal' && column.data_type !== 'wei')) return undefined
  const precision = column.precision ?? MOST_DIGITS
  const scale = column.scale ?? (column.data_type === 'decimal' ? 9 : 0)
  return precision <= MOST_DIGITS ? { precision, scale } : undefined
}

/**
 * The page of a decimal column, whose texts are rounded to its scale, as numbers of 16 bytes, the highest first.
 * @throws SchemaError code `value_does_not_fit`.
 */
export function fixedDecimals(page: ColumnPage, shape: DecimalShape): ColumnPage {
  const texts = textsOf(page.values)
  const limit = 10n ** BigInt(shape.precision)
  const values = Buffer.allocUnsafe(texts.length * DECIMAL_BYTES)
  texts.forEach((text, index) => {
    const value = unscaled(text, shape.scale)
    if (value === undefined || value >= limit || value <= -limit) throw doesNotFit(page.column, text, shape)
    values.writeBigInt64BE(value >> 64n, index * DECIMAL_BYTES)
    values.writeBigUInt64BE(BigInt.asUintN(64, value), index * DECIMAL_BYTES + 8)
  })
  return { ...page, values }
}

const PLAIN = /^-?\d+(?:\.(\d*))?$/

/** The number without its point. */
function unscaled(text: string, scale: number): bigint | undefined {
  const fraction = PLAIN.exec(text)?.[1] ?? (PLAIN.test(text) ? '' : undefined)
  if (fraction === undefined || fraction.length > scale)
    return roundedOf(`${text}e${scale}`) ?? roundedBehind(text, scale)
  return BigInt(text.replace('.', '') + '0'.repeat(scale - fraction.length))
}

/** Of a text that has an exponent already. */
function roundedBehind(text: string, scale: number): bigint | undefined {
  const [digits = '', exponent] = text.toLowerCase().split('e')
  return exponent === undefined ? undefined : roundedOf(`${digits}e${Number(exponent) + scale}`)
}

function textsOf(values: Uint8Array): readonly string[] {
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.length)
  const texts: string[] = []
  for (let at = 0; at < bytes.length; ) {
    const end = at + 4 + bytes.readUInt32LE(at)
    texts.push(bytes.toString('latin1', at + 4, end))
    at = end
  }
  return texts
}

function doesNotFit({ name }: Column, text: string, { precision, scale }: DecimalShape): SchemaError {
  return new SchemaError(
    `column ${name} takes decimals of ${precision} digits, ${scale} of them behind the point, and not ${text}`,
    {
      code: 'value_does_not_fit',
      hint: `Give the column another precision and scale in its hint, or load it as text.`,
      context: { column: name },
    },
  )
}
