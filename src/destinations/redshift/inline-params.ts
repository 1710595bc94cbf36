import type { SqlParam } from '../../contracts/sql-connection.ts'
import { literal } from './literal.ts'

/** Texts, names and comments, in which a `$1` is no parameter. */
const PARTS = /'(?:[^'\\]|''|\\.)*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$(\d+)/g

/** A statement with its parameters written into it: a cursor of Redshift takes none. */
export function inlineParams(sql: string, params: readonly SqlParam[]): string {
  return sql.replace(PARTS, (part, number: string | undefined) => {
    if (number === undefined) return part
    const value = params[Number(number) - 1]
    if (value === undefined) return part
    return value instanceof Uint8Array ? `FROM_HEX('${Buffer.from(value).toString('hex')}')` : literal(value)
  })
}
