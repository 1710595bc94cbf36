import { suggestion } from '../../errors/near-names.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import type { Agent } from './agent.ts'
import { AGENT_NAMES, type AgentName } from './agent-names.ts'
import { CLAUDE } from './claude.ts'
import { CODEX } from './codex.ts'
import { CURSOR } from './cursor.ts'
import { GEMINI } from './gemini.ts'
import { OPENCODE } from './opencode.ts'
import { VSCODE } from './vscode.ts'
import { WINDSURF } from './windsurf.ts'

const BY_NAME: Readonly<Record<AgentName, Agent>> = {
  claude: CLAUDE,
  cursor: CURSOR,
  codex: CODEX,
  vscode: VSCODE,
  gemini: GEMINI,
  windsurf: WINDSURF,
  opencode: OPENCODE,
}

/** All agents: a new one is a file here, a line above and a word in the list of names. */
export const AGENTS: readonly Agent[] = AGENT_NAMES.map((name) => BY_NAME[name])

/**
 * An agent by its name.
 * @throws ConfigError code `unknown_agent`.
 */
export function agentNamed(name: string): Agent {
  const found = AGENTS.find((agent) => agent.name === name.toLowerCase())
  if (found !== undefined) return found
  throw new ConfigError(`there is no agent ${name}`, {
    code: 'unknown_agent',
    hint: suggestion(name, AGENT_NAMES),
    context: { agent: name },
  })
}
