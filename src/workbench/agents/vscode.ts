import { type Agent, serverEntry } from './agent.ts'
import { withFrontMatter } from './pages.ts'

/** GitHub Copilot in VS Code. */
export const VSCODE: Agent = {
  name: 'vscode',
  title: 'VS Code',
  home: '.copilot',
  project: ['.github/copilot-instructions.md', '.github/instructions', '.github/skills', '.vscode/mcp.json'],
  skills: '.github/skills',
  rule: ({ description, body }, name) => ({
    path: `.github/instructions/${name}.instructions.md`,
    text: withFrontMatter({ description, applyTo: '**' }, body),
  }),
  command: ({ name, description, body }) => ({
    path: `.github/prompts/${name}.prompt.md`,
    text: withFrontMatter({ description }, body),
  }),
  pointer: 'AGENTS.md',
  settings: ({ server }) => [
    // biome-ignore lint/suspicious/noTemplateCurlyInString: VS Code fills it in.
    serverEntry('.vscode/mcp.json', ['servers'], { type: 'stdio', ...server, cwd: '${workspaceFolder}' }),
  ],
  notes: ['VS Code starts the MCP server after you allow it: open .vscode/mcp.json and press Start.'],
}
