import type { Register } from '../../registration.ts'
import { registerAiGuard } from './guard.ts'
import { registerAiInit } from './init.ts'
import { registerAiMcp } from './mcp.ts'
import { registerAiSecrets } from './secrets.ts'
import { registerAiStatus } from './status.ts'
import { registerAiToolkit } from './toolkit.ts'

/** All commands of `tolva ai`, in the order of the help: a new one is a file here and a line in this list. */
export const AI_COMMANDS: readonly Register[] = [
  registerAiInit,
  registerAiStatus,
  registerAiToolkit,
  registerAiSecrets,
  registerAiMcp,
  registerAiGuard,
]
