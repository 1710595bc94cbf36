import { postgres } from '../../src/destinations/postgres/index.ts'
import { NO_POSTGRES, testDatabase } from '../postgres/database.ts'
import type { MakePlace } from './place.ts'
import { readPostgres } from './read-postgres.ts'

/** A PostgreSQL database. */
export const postgresPlace: MakePlace = async () => {
  const database = await testDatabase()
  if (database === undefined) throw new Error(NO_POSTGRES)
  return {
    ours: postgres(database.url),
    theirs: { kind: 'postgres', url: database.url },
    read: (dataset, since) => readPostgres(database, dataset, since),
    dropDataset: async (dataset) => {
      await database.query(`DROP SCHEMA IF EXISTS "${dataset}" CASCADE`)
    },
    [Symbol.asyncDispose]: () => database.close(),
  }
}
