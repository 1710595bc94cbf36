import type { GuardAdapter } from './adapter.ts'
import { toolCall } from './tool-call.ts'

/** Claude Code: `PreToolUse`. What is allowed is left to its own permissions. */
export const CLAUDE: GuardAdapter = {
  read: (input) => toolCall(input.tool_name, input.tool_input, input.cwd),
  answer: (judgement) => ({
    stdout: judgement.allow
      ? ''
      : JSON.stringify({
          hookSpecificOutput: {
            hookEventName: 'PreToolUse',
            permissionDecision: 'deny',
            permissionDecisionReason: judgement.reason,
          },
        }),
    stderr: '',
    code: 0,
  }),
}
