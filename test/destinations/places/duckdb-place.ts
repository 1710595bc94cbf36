import { join } from 'node:path'
import { DuckDBConnection } from '@duckdb/node-api'
import { duckDbCapabilities } from '../../../src/destinations/duckdb/capabilities.ts'
import { duckdb } from '../../../src/index.ts'
import type { DestinationPlace } from '../../../src/testing/index.ts'
import { wrapMethod } from '../../crash/steps/wrap-method.ts'
import { breakStatement, statementFault } from './statement-fault.ts'

/** A DuckDB file. */
export const duckDbPlace: DestinationPlace = {
  name: 'duckdb',
  capabilities: duckDbCapabilities,
  async open(folder) {
    wrapMethod(DuckDBConnection.prototype, 'run', (original, args) =>
      statementFault.around(typeof args[0] === 'string' ? args[0] : undefined, () => original(args)),
    )
    const destination = (options = {}) => duckdb({ path: join(folder, 'test.duckdb'), ...options })
    return { destination, interrupted: (at) => breakStatement(destination(), at), close: async () => {} }
  },
}
