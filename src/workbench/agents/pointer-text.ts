import type { Toolkit } from '../toolkits/toolkit.ts'

/** The toolkit that brings an agent's settings. */
export const SETUP_TOOLKIT = 'init'

const SETUP = `## tolva

This project loads data with tolva, which brings skills and an MCP server named \`tolva\`. Run its commands from this folder: \`npx tolva …\`.

- Never ask for credentials in chat. Never read, print or write secrets files (\`.dlt/secrets.toml\`, \`*.secrets.toml\`): what is
  set and what is missing say the tools \`secrets_list\`, \`secrets_view_redacted\` and \`secrets_check\`; the person fills in values.`

/** What a toolkit adds to the page that an agent reads in each session: the same for all agents, as several may share a page. */
export function pointerText({ name, rules, entrySkill }: Toolkit): string | undefined {
  const lines = [
    ...rules.map(
      (rule) => `- Always on: \`${name}-${rule.name}\`. Read it before any work, where it was not read yet.`,
    ),
    ...(entrySkill === undefined ? [] : [`- Toolkit ${name}: begin with the skill \`${entrySkill}\`.`]),
  ]
  if (name === SETUP_TOOLKIT) return [SETUP, ...lines].join('\n')
  return lines.length === 0 ? undefined : lines.join('\n')
}
