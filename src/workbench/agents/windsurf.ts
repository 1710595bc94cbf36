import { type Agent, guardElement } from './agent.ts'
import { withFrontMatter } from './pages.ts'

/** Windsurf. */
export const WINDSURF: Agent = {
  name: 'windsurf',
  title: 'Windsurf',
  home: '.codeium/windsurf',
  project: ['.windsurf', '.windsurfrules', '.codeiumignore'],
  skills: '.windsurf/skills',
  rule: ({ description, body }, name) => ({
    path: `.windsurf/rules/${name}.md`,
    text: withFrontMatter({ trigger: 'always_on', description }, body),
  }),
  command: ({ name, description, body }) => ({
    path: `.windsurf/workflows/${name}.md`,
    text: withFrontMatter({ description }, body),
  }),
  pointer: 'AGENTS.md',
  ignoreFile: '.codeiumignore',
  settings: ({ guard }) =>
    ['pre_read_code', 'pre_write_code', 'pre_run_command', 'pre_mcp_tool_use'].map((event) =>
      guardElement('.windsurf/hooks.json', ['hooks', event], { command: guard('windsurf'), show_output: true }),
    ),
  notes: [
    'Windsurf knows MCP servers of a user only: add tolva to mcpServers in ~/.codeium/windsurf/mcp_config.json by hand, as docs/ai.md shows.',
  ],
}
