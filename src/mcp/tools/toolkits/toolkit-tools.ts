import { z } from 'zod'
import { listToolkits, readToolkit } from '../../../workbench/toolkits/list-toolkits.ts'
import { markdownTable } from '../../markdown-table.ts'
import { defineTool, READS } from '../tool.ts'

const LINE = {
  name: z.string(),
  version: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  status: z.string().optional().describe('`not yet`: it cannot be installed so far.'),
  entry_skill: z.string().optional(),
  install: z.string().optional().describe('The command; absent where it cannot be installed.'),
}
const PAGE = z.object({ name: z.string(), description: z.string() })

type Toolkit = Awaited<ReturnType<typeof readToolkit>>

/** `list_toolkits`. */
export const listToolkitsTool = defineTool({
  name: 'list_toolkits',
  title: 'List toolkits',
  description:
    'Toolkits that come with tolva: skills for an assistant, by what they are for, and the command that installs each.',
  feature: 'toolkits',
  needs: ['local:read'],
  annotations: READS,
  input: z.object({}),
  output: z.object({ toolkits: z.array(z.object(LINE)) }),
  async answer() {
    const toolkits = (await listToolkits()).filter(({ listed }) => listed).map(lineOf)
    const rows = toolkits.map((one) => [
      one.name,
      one.status ?? one.version,
      one.description,
      one.entry_skill,
      one.install,
    ])
    return { data: { toolkits }, text: markdownTable(['toolkit', 'version', 'for', 'begin with', 'install'], rows) }
  },
})

/** `toolkit_info`. */
export const toolkitInfoTool = defineTool({
  name: 'toolkit_info',
  title: 'One toolkit',
  description:
    'What one toolkit holds: skills, rules and commands with what each is for, and the toolkits that it needs.',
  feature: 'toolkits',
  needs: ['local:read'],
  annotations: READS,
  input: z.object({ name: z.string().min(1) }),
  output: z.object({
    ...LINE,
    dependencies: z.array(z.string()),
    skills: z.array(PAGE),
    rules: z.array(PAGE),
    commands: z.array(PAGE),
  }),
  async answer({ input }) {
    const toolkit = await readToolkit(input.name)
    const line = lineOf(toolkit)
    const pages = {
      skills: toolkit.skills.map(pageOf),
      rules: toolkit.rules.map(pageOf),
      commands: toolkit.commands.map(pageOf),
    }
    const rows = Object.entries(pages).flatMap(([kind, all]) =>
      all.map(({ name, description }) => [kind.slice(0, -1), name, description]),
    )
    const text = [
      `**${line.name}** ${line.status ?? line.version}: ${line.description}`,
      ...(line.entry_skill === undefined ? [] : [`Begin with the skill ${line.entry_skill}.`]),
      line.install === undefined ? 'It cannot be installed so far.' : `Install: \`${line.install}\``,
      '',
      markdownTable(['kind', 'name', 'for'], rows),
    ]
    return { data: { ...line, dependencies: toolkit.dependencies, ...pages }, text: text.join('\n') }
  },
})

const pageOf = ({ name, description }: { readonly name: string; readonly description: string }) => ({
  name,
  description,
})

const lineOf = ({ name, version, description, tags, status, entrySkill }: Toolkit) => ({
  name,
  version,
  description,
  tags,
  ...(status !== undefined && { status }),
  ...(entrySkill !== undefined && { entry_skill: entrySkill }),
  ...(status === undefined && { install: `npx tolva ai toolkit ${name} install` }),
})
