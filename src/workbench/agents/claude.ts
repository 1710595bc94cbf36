import { type Agent, guardElement, serverEntry } from './agent.ts'
import { withFrontMatter } from './pages.ts'

const SETTINGS = '.claude/settings.json'
const READERS = ['cat', 'head', 'tail', 'less', 'more', 'grep', 'sed']
const FILES = ['**/secrets.toml', '**/*.secrets.toml', '~/.dlt/secrets.toml', '~/.tolva/secrets.toml']
const DENIED = [
  ...['Read', 'Edit'].flatMap((tool) => FILES.map((file) => `${tool}(${file})`)),
  ...READERS.map((program) => `Bash(${program} *secrets.toml*)`),
]

/** Claude Code. */
export const CLAUDE: Agent = {
  name: 'claude',
  title: 'Claude Code',
  home: '.claude',
  project: ['.claude', 'CLAUDE.md'],
  skills: '.claude/skills',
  rule: ({ body }, name) => ({ path: `.claude/rules/${name}.md`, text: body }),
  command: ({ name, description, body }) => ({
    path: `.claude/commands/${name}.md`,
    text: withFrontMatter({ description }, body),
  }),
  pointer: 'CLAUDE.md',
  ignoreFile: '.claudeignore',
  settings: ({ server, guard }) => [
    serverEntry('.mcp.json', ['mcpServers'], { type: 'stdio', ...server }),
    ...DENIED.map((value) => ({
      form: 'element' as const,
      path: SETTINGS,
      at: ['permissions', 'deny'],
      value,
      item: { kind: 'deny rules' as const, name: 'secrets', path: SETTINGS },
    })),
    guardElement(SETTINGS, ['hooks', 'PreToolUse'], {
      matcher: 'Read|Edit|MultiEdit|Write|NotebookEdit|Grep|Glob|Bash|mcp__.*',
      // Claude runs hooks wherever the session has gone to.
      hooks: [{ type: 'command', command: guard('claude', '"$CLAUDE_PROJECT_DIR"/'), timeout: 10 }],
    }),
  ],
  notes: ['Claude Code asks once whether the MCP server tolva of .mcp.json may be used.'],
}
