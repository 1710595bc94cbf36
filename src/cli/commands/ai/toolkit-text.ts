import { resolve } from 'node:path'
import { readProjectTexts } from '../../../workbench/install/project-text.ts'
import { RECORD_FILE, readRecord } from '../../../workbench/install/record.ts'
import { listToolkits } from '../../../workbench/toolkits/list-toolkits.ts'
import type { Toolkit } from '../../../workbench/toolkits/toolkit.ts'
import type { CliContext } from '../../cli-context.ts'
import { placeOf } from './install.ts'
import type { InstallFlags } from './install-flags.ts'

/** Name → what is installed of it. */
type Installed = ReadonlyMap<string, { readonly version: string; readonly description: string }>

type Listed = Pick<Toolkit, 'name' | 'version' | 'description' | 'status'>

/** The toolkits of a place, and what the project has of them. */
export async function readPlace(
  { location, dir }: InstallFlags,
  { cwd }: CliContext,
): Promise<{ readonly all: readonly Toolkit[]; readonly installed: Installed }> {
  const file = (await readProjectTexts(resolve(cwd, dir), [RECORD_FILE])).get(RECORD_FILE)
  const record = Object.entries(readRecord(file?.text)).map(
    ([name, { version, description }]) => [name, { version, description }] as const,
  )
  const all = await listToolkits(location === undefined ? {} : { location: placeOf(location, cwd) })
  return { all, installed: new Map(record) }
}

/** Two groups: what is installed, of other places too, and what could be. */
export function listText(all: readonly Toolkit[], installed: Installed): string {
  const mine = all.filter(({ name }) => installed.has(name))
  const elsewhere = [...installed].flatMap(([name, one]) =>
    all.some((toolkit) => toolkit.name === name) ? [] : [{ name, ...one }],
  )
  const others = all.filter(({ name, listed }) => !installed.has(name) && listed)
  return [
    ...group('Installed', [...mine.map((one) => ({ ...one, version: versions(one, installed) })), ...elsewhere]),
    ...group('Available', others),
  ].join('\n')
}

/** A toolkit with all that is in it. */
export function infoText(toolkit: Toolkit): string {
  const { name, version, description, status, entrySkill, dependencies, skills, rules, commands, ignore } = toolkit
  const parts = (title: string, pages: readonly { readonly name: string; readonly description: string }[]) =>
    pages.length === 0 ? [] : ['', title, ...pages.map((page) => `  ${page.name}: ${page.description}`)]
  return [
    `${name} ${version}${status === undefined ? '' : ` (${status})`}`,
    description,
    ...(entrySkill === undefined ? [] : [`start with the skill ${entrySkill}`]),
    ...(dependencies.length === 0 ? [] : [`needs ${dependencies.join(', ')}`]),
    ...parts('skills', skills),
    ...parts('rules, always on', rules),
    ...parts('commands', commands),
    ...(name === 'init' ? ['', 'MCP server', '  tolva'] : []),
    ...(ignore.length === 0 ? [] : ['', 'ignored by the agent', ...ignore.map((line) => `  ${line}`)]),
    ...toolkit.leftOut.map((problem) => `left out: ${problem}`),
  ].join('\n')
}

function group(title: string, toolkits: readonly Listed[]): readonly string[] {
  if (toolkits.length === 0) return []
  const width = Math.max(...toolkits.map(({ name }) => name.length))
  const lines = toolkits.map(({ name, version, status, description }) => {
    const what = status === undefined ? version : `${version}, ${status}`
    return `  ${name.padEnd(width)}  ${what}  ${description}`
  })
  return [title, ...lines]
}

function versions({ name, version }: Toolkit, installed: Installed): string {
  const there = installed.get(name)?.version ?? version
  return there === version ? version : `${there}, ${version} available`
}
