import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { commandRefusal } from '../../src/cli/command-refusal.ts'
import { packageVersion } from '../../src/config/own-package.ts'
import { TOOLS } from '../../src/mcp/tools/registry.ts'
import { listToolkits } from '../../src/workbench/toolkits/list-toolkits.ts'
import { quotedCommands } from '../../src/workbench/toolkits/quoted-commands.ts'
import { validateToolkit } from '../../src/workbench/toolkits/validate-toolkit.ts'
import { TOOLKITS, toolkitTexts } from './toolkit-texts.ts'

const toolkits = await listToolkits()
const skills = toolkits.flatMap((toolkit) => toolkit.skills.map(({ name }) => name))

describe('the toolkits of the package', () => {
  test('are those that the page names, of the version of tolva', async () => {
    const version = await packageVersion()
    expect(toolkits.map((one) => [one.name, one.version, one.status, one.entrySkill])).toEqual([
      ['init', version, undefined, undefined],
      ['data-exploration', version, undefined, 'explore-data'],
      ['dlthub-runtime', version, 'not yet', undefined],
      ['rest-api-pipeline', version, undefined, 'find-source'],
    ])
  })

  test('have names of skills that no other toolkit has', () => {
    expect(skills.length).toBeGreaterThan(10)
    expect(skills).toEqual([...new Set(skills)])
  })

  test('quote commands that the program takes, with their flags, and name skills and tools that are there', async () => {
    const means = { refusal: commandRefusal, skills, tools: TOOLS.map(({ name }) => name) }
    const found = await Promise.all(toolkits.map(({ name }) => validateToolkit(path.join(TOOLKITS, name), means)))
    expect(found.flat()).toEqual([])
  })

  test('have commands in them that are looked at', () => {
    const words = toolkitTexts().flatMap(({ text }) =>
      quotedCommands(text).flatMap(({ command }) => command.split(' ')[1] ?? []),
    )
    expect(words.length).toBeGreaterThan(50)
    const areas = ['--help', 'ai', 'config', 'explore', 'init', 'pipeline', 'plan', 'query', 'rest', 'run', 'types']
    expect([...new Set(words)].sort()).toEqual(areas)
  })

  test('are short', () => {
    const long = toolkitTexts().filter(({ text }) => text.split('\n').length > 151)
    expect(long.map(({ file }) => file)).toEqual([])
  })
})

describe('a command that is quoted wrong', () => {
  test.each([
    ['tolva pipeline shop chek', /chek/],
    ['tolva pipeline shop trace --format yaml', /--format/],
    ['tolva run shop.yaml --recrod cassette', /--recrod/],
    ['tolva rest check', /file/],
    ['tolva plan', /file/],
  ])('is refused: %s', (command, reason) => {
    expect(commandRefusal(command)).toMatch(reason)
  })
})
