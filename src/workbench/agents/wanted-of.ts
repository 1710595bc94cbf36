import type { Item, Wanted } from '../install/wanted.ts'
import type { Toolkit } from '../toolkits/toolkit.ts'
import type { Agent, Programs } from './agent.ts'
import { pointerText, SETUP_TOOLKIT } from './pointer-text.ts'

/** All that a toolkit is for an agent. */
export function wantedOf(toolkit: Toolkit, agent: Agent, programs: Programs): readonly Wanted[] {
  return [
    ...skills(toolkit, agent),
    ...toolkit.rules.map((page) => {
      const name = `${toolkit.name}-${page.name}`
      return file('rule', name, agent.rule(page, name))
    }),
    ...toolkit.commands.map((page) => file('command', page.name, agent.command(page))),
    ...ignoreLines(toolkit, agent),
    ...(toolkit.name === SETUP_TOOLKIT ? [...agent.settings(programs), ...gitIgnored()] : []),
    ...pointer(toolkit, agent),
  ]
}

function skills({ skills }: Toolkit, agent: Agent): readonly Wanted[] {
  return skills.flatMap(({ name, files }) => {
    const folder = `${agent.skills}/${name}`
    const item: Item = { kind: 'skill', name, path: folder }
    return files.map(({ path, text }) => ({ form: 'file' as const, path: `${folder}/${path}`, text, item }))
  })
}

function file(
  kind: Item['kind'],
  name: string,
  { path, text }: { readonly path: string; readonly text: string },
): Wanted {
  return { form: 'file', path, text, item: { kind, name, path } }
}

function ignoreLines({ ignore }: Toolkit, { ignoreFile }: Agent): readonly Wanted[] {
  if (ignoreFile === undefined) return []
  const item: Item = { kind: 'ignore file', name: ignoreFile, path: ignoreFile }
  return ignore.map((line) => ({ form: 'line', path: ignoreFile, line, item }))
}

/** An assistant may make a secrets file, with placeholders, that git would take. */
function gitIgnored(): readonly Wanted[] {
  const item: Item = { kind: 'ignore file', name: '.gitignore', path: '.gitignore' }
  return ['.dlt/secrets.toml', '.dlt/*.secrets.toml'].map((line) => ({ form: 'line', path: item.path, line, item }))
}

function pointer(toolkit: Toolkit, { pointer }: Agent): readonly Wanted[] {
  const text = pointerText(toolkit)
  if (text === undefined) return []
  const item: Item = { kind: 'pointer', name: toolkit.name, path: pointer }
  return [{ form: 'block', path: pointer, id: `tolva:${toolkit.name}`, text, item }]
}
