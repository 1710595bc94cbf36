import type { GuardAdapter } from './adapter.ts'
import { toolCall } from './tool-call.ts'

/** Gemini CLI: `BeforeTool`. */
export const GEMINI: GuardAdapter = {
  read: (input) => toolCall(input.tool_name, input.tool_input, input.cwd),
  answer: (judgement) => ({
    stdout: JSON.stringify(judgement.allow ? { decision: 'allow' } : { decision: 'deny', reason: judgement.reason }),
    stderr: '',
    code: 0,
  }),
}
