import { abortPackages, dropPendingPackages } from './abort-packages.ts'
import { check } from './check.ts'
import { drop } from './drop.ts'
import { failedJobs } from './failed-jobs.ts'
import { info } from './info.ts'
import { loadPackage } from './load-package.ts'
import { mcp } from './mcp.ts'
import type { PipelineOperation } from './operation.ts'
import { packageAbort } from './package-abort.ts'
import { packageDiscard } from './package-discard.ts'
import { packageList } from './package-list.ts'
import { packageRetry } from './package-retry.ts'
import { schema } from './schema.ts'
import { show } from './show.ts'
import { sync } from './sync.ts'
import { trace } from './trace.ts'
import { unlock } from './unlock.ts'

/** All operations, in the order of the help: a new one is a file here and a line in this list. */
export const OPERATIONS: readonly PipelineOperation[] = [
  info,
  show,
  mcp,
  trace,
  check,
  schema,
  packageList,
  packageRetry,
  packageAbort,
  packageDiscard,
  loadPackage,
  failedJobs,
  unlock,
  sync,
  drop,
  abortPackages,
  dropPendingPackages,
]
