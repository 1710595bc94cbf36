import { quoteName } from '../../../sql/quote-name.ts'
import { quoteText } from '../../../sql/quote-text.ts'
import { locationOf, type SqlCredentials } from '../credentials.ts'
import type { SourceDatabase } from '../database.ts'
import { databaseProblem, talking } from '../database-problem.ts'
import { connectToRead } from './connect.ts'
import { copyToFiles } from './copy-to-files.ts'
import { cursorRows } from './cursor-rows.ts'
import { reflectPostgres } from './reflect.ts'

/** A session on a PostgreSQL database; each query is one snapshot of it. */
export async function openPostgres(credentials: SqlCredentials): Promise<SourceDatabase> {
  const location = locationOf(credentials)
  const client = await talking({ location }, () => connectToRead(credentials))
  return {
    dialect: {
      quote: (name) => quoteName(name),
      // Without a type, a text takes that of the column.
      literal: (value) => (typeof value === 'string' ? quoteText(value) : String(value)),
    },
    tables: (request) => talking({ location }, () => reflectPostgres(client, request)),
    async *rows(query, signal) {
      try {
        yield* cursorRows(client, query, signal)
      } catch (error) {
        throw databaseProblem(error, { location, table: query.table.name })
      }
    },
    async *files(query, to) {
      try {
        yield* copyToFiles(client, query, to)
      } catch (error) {
        throw databaseProblem(error, { location, table: query.table.name })
      }
    },
    async [Symbol.asyncDispose]() {
      await client.end().catch(() => undefined)
    },
  }
}
