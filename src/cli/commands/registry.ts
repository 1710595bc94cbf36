import type { Register } from '../registration.ts'
import { registerMcp } from './ai/mcp.ts'
import { registerAi } from './ai.ts'
import { registerConfig } from './config-explain.ts'
import { registerDashboard } from './dashboard.ts'
import { registerExplore } from './explore.ts'
import { registerInit } from './init.ts'
import { registerPipeline } from './pipeline.ts'
import { registerPlan } from './plan.ts'
import { registerQuery } from './query.ts'
import { registerRest } from './rest.ts'
import { registerTypes } from './row-types.ts'
import { registerRun } from './run.ts'

/** All commands, in the order of the help: a new one is a file here and a line in this list. */
export const COMMANDS: readonly Register[] = [
  registerRun,
  registerPlan,
  registerInit,
  registerPipeline,
  registerDashboard,
  registerQuery,
  registerExplore,
  registerTypes,
  registerRest,
  registerConfig,
  registerAi,
  registerMcp,
]
