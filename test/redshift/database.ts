import { type TestDatabase, testDatabase } from '../postgres/database.ts'
import { redshiftStandIn, type StandIn, type StandInOptions } from './stand-in.ts'
import { SETUP, settingsOf } from './translated.ts'

/** A database behind a stand-in for Redshift. */
export interface RedshiftDatabase extends StandIn {
  /** Of the PostgreSQL that does the work. */
  readonly database: TestDatabase
}

/** A fresh one; undefined where there is no PostgreSQL. */
export async function redshiftDatabase(options: StandInOptions): Promise<RedshiftDatabase | undefined> {
  const database = await testDatabase()
  if (database === undefined) return undefined
  for (const sql of [...SETUP.split(';\n'), ...settingsOf(new URL(database.url).pathname.slice(1)).split('; ')]) {
    if (sql.trim() !== '') await database.query(sql)
  }
  const standIn = await redshiftStandIn(database.url, options)
  return {
    url: standIn.url,
    statements: standIn.statements,
    database,
    async [Symbol.asyncDispose]() {
      await standIn[Symbol.asyncDispose]()
      await database.close()
    },
  }
}
