import type { Item, Wanted } from '../install/wanted.ts'
import type { Agent } from './agent.ts'
import { ruleAsSkill, withFrontMatter } from './pages.ts'

const SKILLS = '.opencode/skills'
const CONFIG = 'opencode.json'
const DENY: Item = { kind: 'deny rules', name: 'secrets', path: CONFIG }
const DENIED = [
  ['read', '*secrets.toml'],
  ['edit', '*secrets.toml'],
  ...['cat', 'head', 'tail', 'less', 'grep', 'sed'].map((program) => ['bash', `${program} *secrets.toml*`]),
]

function setting(at: readonly string[], value: Extract<Wanted, { form: 'entry' }>['value'], item: Item): Wanted {
  return { form: 'entry', path: CONFIG, instead: 'opencode.jsonc', at, value, item }
}

/** OpenCode. */
export const OPENCODE: Agent = {
  name: 'opencode',
  title: 'OpenCode',
  home: '.config/opencode',
  project: ['.opencode', 'opencode.json', 'opencode.jsonc'],
  skills: SKILLS,
  rule: (page, name) => ruleAsSkill(SKILLS, page, name),
  command: ({ name, description, body }) => ({
    path: `.opencode/commands/${name}.md`,
    text: withFrontMatter({ description }, body),
  }),
  pointer: 'AGENTS.md',
  settings: ({ server: { command, args } }) => [
    setting(
      ['mcp', 'tolva'],
      { type: 'local', command: [command, ...args], enabled: true },
      { kind: 'MCP server', name: 'tolva', path: CONFIG },
    ),
    ...DENIED.map(([tool = '', pattern = '']) => setting(['permission', tool, pattern], 'deny', DENY)),
  ],
  notes: [],
}
