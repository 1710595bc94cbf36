import type { GuardAdapter } from './adapter.ts'
import { CLAUDE } from './claude.ts'

/** Codex: `PreToolUse` as well, with a shell and patches in place of tools for files. */
export const CODEX: GuardAdapter = CLAUDE
