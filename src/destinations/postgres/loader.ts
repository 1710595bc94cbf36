import type { ReplaceStrategy } from '../../capabilities/capabilities.ts'
import type { Context } from '../../contracts/context.ts'
import type { Loader } from '../../contracts/destination.ts'
import { sqlLoader } from '../sql/loader.ts'
import { datasetSession } from '../sql/session.ts'
import { postgresCapabilities } from './capabilities.ts'
import { connectPostgres, type PostgresSession } from './connection.ts'
import { copyAside } from './copy-aside.ts'
import { postgresDialect } from './dialect.ts'
import { insertJobs } from './insert-jobs.ts'

export interface LoaderTarget extends PostgresSession {
  readonly createIndexes: boolean
  readonly replaceStrategy: ReplaceStrategy
}

/** The loader of one dataset, which is a schema of the database. */
export function connectLoader(target: LoaderTarget, context: Context): Loader {
  const { dataset, replaceStrategy } = target
  const { lockWaitMs } = target
  const onHeld = (why: string) => {
    context.logger.info('waiting for a lock', { dataset, why })
    context.emit({ type: 'waiting', why, ms: lockWaitMs ?? 300_000, atMost: true })
  }
  const connection = connectPostgres({ ...target, onHeld })
  const dialect = postgresDialect(target)
  const parts = {
    connection,
    dialect,
    capabilities: postgresCapabilities,
    dataset,
    replaceStrategy,
    lockWaitMs,
    insertJobs: insertJobs(connection, dialect),
    copyAside: copyAside(connection, dialect),
    keepsAside: async () => !(await connection.isPooled()),
  }
  return sqlLoader(datasetSession(parts, { now: context.now }))
}
