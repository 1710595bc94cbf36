import { suggestion } from '../../dataset/near-names.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import type { Agent } from './agent.ts'
import { CLAUDE } from './claude.ts'
import { CODEX } from './codex.ts'
import { CURSOR } from './cursor.ts'
import { GEMINI } from './gemini.ts'
import { OPENCODE } from './opencode.ts'
import { VSCODE } from './vscode.ts'
import { WINDSURF } from './windsurf.ts'

/** All agents: a new one is a file here and a word in this list. */
export const AGENTS: readonly Agent[] = [CLAUDE, CURSOR, CODEX, VSCODE, GEMINI, WINDSURF, OPENCODE]

/**
 * An agent by its name.
 * @throws ConfigError code `unknown_agent`.
 */
export function agentNamed(name: string): Agent {
  const names = AGENTS.map((agent) => agent.name)
  const found = AGENTS.find((agent) => agent.name === name.toLowerCase())
  if (found !== undefined) return found
  throw new ConfigError(`there is no agent ${name}`, {
    code: 'unknown_agent',
    hint: suggestion(name, names),
    context: { agent: name },
  })
}
