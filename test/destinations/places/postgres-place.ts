import pg from 'pg'
import { postgresCapabilities } from '../../../src/destinations/postgres/capabilities.ts'
import { postgres } from '../../../src/destinations/postgres/index.ts'
import type { DestinationPlace } from '../../../src/testing/index.ts'
import { isThenable, wrapMethod } from '../../crash/steps/wrap-method.ts'
import { NO_POSTGRES, testDatabase } from '../../postgres/database.ts'
import { breakStatement, statementFault } from './statement-fault.ts'

/** A database on a real server. */
export const postgresPlace: DestinationPlace = {
  name: 'postgres',
  capabilities: postgresCapabilities,
  async open() {
    const database = await testDatabase()
    if (database === undefined) throw new Error(NO_POSTGRES)
    wrapMethod(pg.Client.prototype, 'query', (original, args) => {
      const sql = statementOf(args[0])
      if (sql === undefined) return original(args)
      return statementFault.around(sql, () => {
        const result = original(args)
        return isThenable(result) ? Promise.resolve(result) : result
      })
    })
    const destination = (options = {}) => postgres({ credentials: database.url, ...options })
    return { destination, interrupted: (at) => breakStatement(destination(), at), close: () => database.close() }
  },
}

/** A COPY is a stream, whose steps are those of the statements around it. */
function statementOf(query: unknown): string | undefined {
  if (typeof query === 'string') return query
  if (typeof query !== 'object' || query === null || 'pipe' in query) return undefined
  return 'text' in query && typeof query.text === 'string' ? query.text : undefined
}
