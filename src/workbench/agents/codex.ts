import { type Agent, guardElement } from './agent.ts'
import { commandAsSkill, ruleAsSkill } from './pages.ts'

const SKILLS = '.agents/skills'
const CONFIG = '.codex/config.toml'

/** Codex. */
export const CODEX: Agent = {
  name: 'codex',
  title: 'Codex',
  home: '.codex',
  project: ['.agents', 'AGENTS.md'],
  skills: SKILLS,
  rule: (page, name) => ruleAsSkill(SKILLS, page, name),
  command: (page) => commandAsSkill(SKILLS, page),
  pointer: 'AGENTS.md',
  ignoreFile: '.codexignore',
  settings: ({ server, guard }) => [
    {
      form: 'table',
      path: CONFIG,
      at: ['mcp_servers', 'tolva'],
      value: { ...server },
      item: { kind: 'MCP server', name: 'tolva', path: CONFIG },
    },
    guardElement('.codex/hooks.json', ['hooks', 'PreToolUse'], {
      matcher: 'Bash|apply_patch|mcp__.*',
      hooks: [{ type: 'command', command: guard('codex'), timeout: 10 }],
    }),
  ],
  notes: [
    'Codex reads .codex/ in projects that it trusts, and asks once whether the guard hook may run: say yes, or use /hooks.',
  ],
}
