import type { Capabilities, ReplaceStrategy } from '../../capabilities/capabilities.ts'
import type { Context } from '../../contracts/context.ts'
import type { CommitPlan, Loader, StagedJob } from '../../contracts/destination.ts'
import { sqlLoader } from '../sql/loader.ts'
import { datasetSession, type SessionParts } from '../sql/session.ts'
import type { StagingArea } from '../staging/open-staging.ts'
import { stageJob } from '../staging/stage-job.ts'
import { sweepStaged } from '../staging/sweep-staged.ts'
import { MAX_TEXT_BYTES } from './capabilities.ts'
import { connectRedshift, type RedshiftSession } from './connection.ts'
import { copyJobs } from './copy-jobs.ts'
import type { CopyOptions } from './copy-sql.ts'
import { redshiftDialect } from './dialect.ts'
import { insertRows, requireFew } from './insert-rows.ts'
import { textWidth } from './text-width.ts'

export interface RedshiftTarget extends RedshiftSession {
  readonly capabilities: Capabilities
  readonly replaceStrategy: ReplaceStrategy
  readonly copy: CopyOptions
  /** Rows of one table that are inserted without an area. */
  readonly maxRows: number
  /** false: columns of texts take the longest that there are. */
  readonly sizeTexts: boolean
  /** undefined: rows are inserted. */
  readonly area: StagingArea | undefined
}

/** The loader of one dataset, which is a schema of the database. */
export function connectLoader(target: RedshiftTarget, context: Context): Loader {
  const { area, capabilities, copy, dataset, maxRows, replaceStrategy } = target
  const connection = connectRedshift(target)
  const insertJobs: SessionParts['insertJobs'] = (into, all) => {
    const jobs = all.filter(({ job }) => job.rows > 0)
    if (area === undefined) return insertRows(connection, into, { jobs, maxRows })
    return copyJobs(connection, into, { jobs, area, options: copy })
  }
  const parts = {
    connection,
    dialect: redshiftDialect,
    capabilities,
    dataset,
    replaceStrategy,
    insertJobs,
    textWidth: target.sizeTexts ? textWidth : () => MAX_TEXT_BYTES,
  }
  const loader = sqlLoader(datasetSession(parts, { now: context.now }))
  if (area === undefined) {
    return {
      ...loader,
      async commit(plans, signal) {
        for (const [table, jobs] of Map.groupBy(plans.flatMap(jobsOf), ({ job }) => job.table)) {
          requireFew(table, jobs, maxRows)
        }
        await loader.commit(plans, signal)
      },
    }
  }
  return {
    ...loader,
    stage: (job, path, options) => stageJob(area, { job, path }, options),
    async commit(plans, signal) {
      await loader.commit(plans, signal)
      if (area.keepFiles) return
      // What is loaded is loaded: files that stay are swept behind the next load.
      await sweepStaged(area, loader.committedLoadIds).catch((error: unknown) =>
        context.logger.warn('staged files were left', { dataset, error }),
      )
    },
  }
}

const jobsOf = ({ staged }: CommitPlan): readonly StagedJob[] => staged
