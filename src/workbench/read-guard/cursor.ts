import type { GuardAdapter } from './adapter.ts'
import { fieldsOf, toolCall } from './tool-call.ts'

/** Cursor: `beforeReadFile`, `beforeShellExecution`, `beforeMCPExecution`, `preToolUse`. */
export const CURSOR: GuardAdapter = {
  read(input) {
    const roots = input.workspace_roots
    const cwd = input.cwd ?? (Array.isArray(roots) ? roots[0] : undefined)
    if (input.hook_event_name === 'beforeMCPExecution' || input.tool_name !== undefined) {
      const server = /\btolva\b/.test(String(input.command ?? input.server ?? '')) ? 'tolva.' : ''
      return toolCall(`${server}${String(input.tool_name)}`, parsed(input.tool_input), cwd)
    }
    const isShell = input.hook_event_name === 'beforeShellExecution' || input.command !== undefined
    if (isShell) return toolCall('shell', { command: input.command }, cwd)
    return toolCall('read', { file_path: input.file_path, attachments: input.attachments }, cwd)
  },
  answer(judgement) {
    const text = judgement.allow ? {} : { user_message: judgement.reason, agent_message: judgement.reason }
    const older = judgement.allow ? {} : { userMessage: judgement.reason, agentMessage: judgement.reason }
    const permission = judgement.allow ? 'allow' : 'deny'
    return { stdout: JSON.stringify({ permission, ...text, ...older }), stderr: '', code: 0 }
  },
}

/** The arguments of a tool come as JSON in a text. */
function parsed(input: unknown): unknown {
  return typeof input === 'string' ? fieldsOf(JSON.parse(input)) : input
}
