import type { SqlParam } from '../../contracts/sql-connection.ts'

/** A parameter for the driver, which sends numbers as text, so that bigint keeps all its digits. */
export function bindable(param: SqlParam): string | boolean | null | Buffer {
  if (param === null || typeof param === 'boolean') return param
  return param instanceof Uint8Array ? Buffer.from(param) : String(param)
}
