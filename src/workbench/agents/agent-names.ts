/** Names of the agents, in the order of the help; apart from the agents themselves, so that help is fast. */
export const AGENT_NAMES = ['claude', 'cursor', 'codex', 'vscode', 'gemini', 'windsurf', 'opencode'] as const

/** The name of an agent, as `--agent` takes it. */
export type AgentName = (typeof AGENT_NAMES)[number]
