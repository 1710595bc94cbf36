import { stringify } from 'smol-toml'
import { type Agent, guardElement, serverEntry } from './agent.ts'
import { ruleAsSkill } from './pages.ts'

const SKILLS = '.gemini/skills'
const SETTINGS = '.gemini/settings.json'

/** Gemini CLI. */
export const GEMINI: Agent = {
  name: 'gemini',
  title: 'Gemini CLI',
  home: '.gemini',
  project: ['.gemini', 'GEMINI.md', '.geminiignore'],
  skills: SKILLS,
  rule: (page, name) => ruleAsSkill(SKILLS, page, name),
  command: ({ name, description, body }) => ({
    path: `.gemini/commands/${name}.toml`,
    text: `${stringify({ description, prompt: body }).trimEnd()}\n`,
  }),
  pointer: 'GEMINI.md',
  ignoreFile: '.geminiignore',
  settings: ({ server, guard }) => [
    serverEntry(SETTINGS, ['mcpServers'], { ...server }),
    guardElement(SETTINGS, ['hooks', 'BeforeTool'], {
      matcher:
        'read_file|read_many_files|search_file_content|grep_search|glob|replace|write_file|run_shell_command|mcp_.*',
      hooks: [{ type: 'command', name: 'tolva-guard', command: guard('gemini'), timeout: 10_000 }],
    }),
  ],
  notes: [],
}
