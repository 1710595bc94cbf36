import type { GuardAdapter, GuardAnswer } from './adapter.ts'
import { CLAUDE } from './claude.ts'
import { CODEX } from './codex.ts'
import { CURSOR } from './cursor.ts'
import { GEMINI } from './gemini.ts'
import { denied, judge } from './judge.ts'
import { secretVariables } from './shows-environment.ts'
import { WINDSURF } from './windsurf.ts'

const ADAPTERS: Readonly<Record<string, GuardAdapter>> = {
  claude: CLAUDE,
  codex: CODEX,
  cursor: CURSOR,
  gemini: GEMINI,
  windsurf: WINDSURF,
}

/** Assistants that ask before they read. */
export const GUARDED_AGENTS: readonly string[] = Object.keys(ADAPTERS)

/**
 * Answers an assistant's hook in its own form. What it does not understand it forbids; it never throws.
 * @param env Of the assistant: which of its variables hold secrets. Default: none do.
 */
export function guard(agent: string, input: string, env: NodeJS.ProcessEnv = {}): GuardAnswer {
  const adapter = ADAPTERS[agent] ?? CLAUDE
  try {
    const call: unknown = JSON.parse(input.replace(/^\uFEFF/, ''))
    if (typeof call !== 'object' || call === null || Array.isArray(call))
      return adapter.answer(denied('This is no call'))
    return adapter.answer(judge(adapter.read({ ...call }), secretVariables(env)))
  } catch {
    return adapter.answer(denied('This call cannot be read'))
  }
}
