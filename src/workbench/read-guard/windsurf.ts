import type { GuardAdapter } from './adapter.ts'
import { fieldsOf, toolCall } from './tool-call.ts'

/** Windsurf: `pre_read_code`, `pre_write_code`, `pre_run_command`, `pre_mcp_tool_use`; exit code 2 forbids. */
export const WINDSURF: GuardAdapter = {
  read({ agent_action_name: action, tool_info: info }) {
    const { cwd, mcp_server_name: server, mcp_tool_name: tool, mcp_tool_arguments: given } = fieldsOf(info)
    if (action === 'pre_mcp_tool_use') return toolCall(`${String(server)}.${String(tool)}`, given, cwd)
    const isShell = action === 'pre_run_command'
    return toolCall(isShell ? 'shell' : 'read', info, cwd)
  },
  answer: (judgement) =>
    judgement.allow ? { stdout: '', stderr: '', code: 0 } : { stdout: '', stderr: `${judgement.reason}\n`, code: 2 },
}
