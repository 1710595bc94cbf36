import { existsSync } from 'node:fs'
import { dirname, parse } from 'node:path'
import type { ReplaceStrategy } from '../../capabilities/capabilities.ts'
import type { Context } from '../../contracts/context.ts'
import type { Loader } from '../../contracts/destination.ts'
import { connectDuckDb, type DuckDbConnection } from '../../duckdb/connection.ts'
import { connectScratch } from '../../duckdb/scratch.ts'
import { withRoom } from '../../duckdb/with-room.ts'
import { sqlLoader } from '../sql/loader.ts'
import { datasetSession } from '../sql/session.ts'
import { duckDbCapabilities } from './capabilities.ts'
import { duckDbDialect } from './dialect.ts'
import { insertJobs } from './insert-jobs.ts'
import { suitSettings } from './suit-settings.ts'
import { suitVacuum } from './suit-vacuum.ts'
import { viewJobs } from './view-jobs.ts'

export interface LoaderTarget {
  /** Absolute. */
  readonly path: string
  readonly dataset: string
  readonly readOnly: boolean
  /** true: a file that does not exist is read as an empty one. */
  readonly orEmpty: boolean
  readonly replaceStrategy?: ReplaceStrategy | undefined
  /** true: for statements that others wrote. */
  readonly sealed: boolean
  /** How long another process is waited for that has the file open. */
  readonly waitMs: number
}

/** Opens the file and returns the loader of one dataset in it; disposing it closes the file. */
export async function connectLoader(target: LoaderTarget, context: Context): Promise<Loader> {
  const isEmpty = target.readOnly && target.orEmpty && !existsSync(target.path)
  const connection = isEmpty ? await connectScratch(dirname(target.path)) : await connectFile(target, context)
  const catalog = isEmpty ? parse(target.path).name : await catalogOf(connection)
  const parts = {
    connection,
    dialect: duckDbDialect,
    capabilities: duckDbCapabilities,
    dataset: target.dataset,
    replaceStrategy: target.replaceStrategy,
    insertJobs: insertJobs(connection, duckDbDialect),
    selectJobs: viewJobs(duckDbDialect),
  }
  const session = datasetSession(parts, { catalog, now: context.now })
  const loader = sqlLoader(session)
  return {
    ...loader,
    commit: (plans, signal) =>
      connection.alone(async () => {
        await suitSettings(connection, plans)
        await suitVacuum(session, plans)
        // DuckDB cannot spill the row groups it is building; where they are large that shows only here.
        await withRoom(connection, () => loader.commit(plans, signal))
      }),
  }
}

/** A file may be called like a dataset, so that the dataset alone would be ambiguous. */
async function catalogOf(connection: DuckDbConnection): Promise<string> {
  try {
    const [row] = await connection.rows('SELECT current_database()')
    return String(row?.[0])
  } catch (error) {
    await connection[Symbol.asyncDispose]()
    throw error
  }
}

function connectFile(target: LoaderTarget, context: Context): Promise<DuckDbConnection> {
  return connectDuckDb(target.path, {
    readOnly: target.readOnly,
    sealed: target.sealed ? 'required' : 'preferred',
    dataset: target.dataset,
    signal: context.signal,
    waitMs: target.waitMs,
    onWait(why) {
      context.logger.info('waiting for the duckdb file', { file: target.path })
      context.emit({ type: 'waiting', why, ms: target.waitMs, atMost: true })
    },
  })
}
