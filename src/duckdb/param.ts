import type { DuckDBValue } from '@duckdb/node-api'
import { InternalError } from '../errors/tolva-error.ts'
import type { DuckDbDriver } from './driver.ts'

/**
 * A parameter as the driver wants it.
 * @throws InternalError code `unbindable_value` for anything but a SqlParam.
 */
export function bindable(param: unknown, driver: DuckDbDriver): DuckDBValue {
  if (param === null || typeof param === 'string' || typeof param === 'number') return param
  if (typeof param === 'bigint' || typeof param === 'boolean') return param
  if (param instanceof Uint8Array) return driver.blobValue(param)
  throw new InternalError(`a value of type ${typeof param} cannot be bound to a statement`, {
    code: 'unbindable_value',
  })
}
