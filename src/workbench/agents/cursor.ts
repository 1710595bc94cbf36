import { type Agent, guardElement, serverEntry } from './agent.ts'
import { withFrontMatter } from './pages.ts'

const HOOKS = '.cursor/hooks.json'

/** Cursor. */
export const CURSOR: Agent = {
  name: 'cursor',
  title: 'Cursor',
  home: '.cursor',
  project: ['.cursor', '.cursorignore', '.cursorrules'],
  skills: '.cursor/skills',
  rule: ({ description, body }, name) => ({
    path: `.cursor/rules/${name}.mdc`,
    text: withFrontMatter({ description, alwaysApply: true }, body),
  }),
  command: ({ name, body }) => ({ path: `.cursor/commands/${name}.md`, text: body }),
  pointer: 'AGENTS.md',
  ignoreFile: '.cursorignore',
  settings: ({ server, guard }) => [
    serverEntry('.cursor/mcp.json', ['mcpServers'], { ...server }),
    {
      form: 'entry',
      path: HOOKS,
      at: ['version'],
      value: 1,
      item: { kind: 'guard hook', name: 'secrets', path: HOOKS },
    },
    ...['beforeReadFile', 'beforeShellExecution', 'beforeMCPExecution'].map((event) =>
      guardElement(HOOKS, ['hooks', event], { command: guard('cursor'), failClosed: true }),
    ),
  ],
  notes: ['Cursor starts no MCP server by itself: enable tolva in its settings, under MCP.'],
}
