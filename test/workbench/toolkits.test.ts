import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { closeDependencies } from '../../src/workbench/toolkits/close-dependencies.ts'
import { listToolkits, readToolkit } from '../../src/workbench/toolkits/list-toolkits.ts'
import { toolkitSchema } from '../../src/workbench/toolkits/manifest-schema.ts'
import { quotedCommands } from '../../src/workbench/toolkits/quoted-commands.ts'
import { validateToolkit } from '../../src/workbench/toolkits/validate-toolkit.ts'
import { skillText, toolkitTree } from './tools/toolkit-tree.ts'
import { folderOf, type Tree } from './tools/tree.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const FOLDERS = readdirSync(path.join(ROOT, 'toolkits'))

async function problems(tree: Tree, means: Parameters<typeof validateToolkit>[1] = {}) {
  const found = await validateToolkit(path.join(folderOf(tree), 'ours'), means)
  return found.map(({ file, line, problem }) => `${file}${line === undefined ? '' : `:${line}`}: ${problem}`)
}

describe('a manifest', () => {
  test('is described by the schema that is shipped', () => {
    expect(JSON.parse(readFileSync(path.join(ROOT, 'schemas/toolkit.json'), 'utf8'))).toEqual(toolkitSchema())
  })

  test.each(FOLDERS)('of %s fits that schema', (name) => {
    const manifest = JSON.parse(readFileSync(path.join(ROOT, 'toolkits', name, 'toolkit.json'), 'utf8'))
    const check = new Ajv2020().compile(toolkitSchema())
    expect(check(manifest) ? [] : check.errors).toEqual([])
    expect(check({ ...manifest, entry: 'x' })).toBe(false)
  })

  test('is of the version of the package, for each toolkit that it brings', async () => {
    const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'))
    const all = await listToolkits()
    expect(all.map((one) => [one.name, one.version])).toEqual(all.map((one) => [one.name, version]))
    expect(all[0]?.name).toBe('init')
  })
})

describe('the validator', () => {
  const good = toolkitTree('ours', { one: 'Text.' })

  test('finds nothing in a toolkit that is right', async () => {
    expect(await problems(good)).toEqual([])
  })

  test.each([
    ['toolkit.json', '{', /toolkit\.json: .*is no manifest/],
    ['toolkit.json', '{"name":"ours","version":"1","description":"The toolkit of a test."}', /version: Invalid/],
    [
      'toolkit.json',
      JSON.stringify({ name: 'other', version: '1.0.0', description: 'The toolkit of a test.' }),
      /its name is other/,
    ],
    [
      'toolkit.json',
      JSON.stringify({ name: 'ours', version: '1.0.0', description: 'The toolkit of a test.', entry_skill: 'two' }),
      /entry_skill two is no skill of it/,
    ],
    ['skills/one/SKILL.md', '# No front matter\n', /one: its front matter has no description/],
    ['skills/one/SKILL.md', '---\nname: [\n---\n', /one: its front matter is not YAML/],
    ['skills/one/SKILL.md', '---\nname: one\n', /one: its front matter has no end/],
    ['skills/one/SKILL.md', skillText('two', 'Text.'), /its name is two, its folder one/],
    ['skills/one/SKILL.md', skillText('one', 'x\n'.repeat(500)), /it has 50\d lines, more than 500/],
    ['skills/one/SKILL.md', skillText('one', '[a](gone.md)'), /SKILL\.md:7: it links to gone\.md/],
    ['skills/one/SKILL.md', skillText('one', 'Use the skill `none`.'), /:7: there is no skill none/],
    ['skills/one/SKILL.md', skillText('one', 'Ask the tool `no_tool`.'), /:7: there is no tool no_tool/],
    ['skills/one/SKILL.md', skillText('one', 'Run `npx tolva wrong`.'), /:7: tolva wrong: unknown/],
    ['skills/one/SKILL.md', skillText('one', '').replace(/Use.*\./, 'Short.'), /has 6 characters, not 40 to 1024/],
    [
      'skills/one/SKILL.md',
      skillText('one', '').replace(/, and not.*\./, ', and for all the rest too.'),
      /does not say when not to use it/,
    ],
    ['rules/a.md', '# Rule\n\nRun `tolva wrong`.\n', /rules\/a\.md:3: tolva wrong: unknown/],
  ])('finds what is wrong with %s: %j', async (file, text, expected) => {
    const tree = new Map([...good, [`ours/${file}`, text]])
    const refusal = (command: string) => (command === 'tolva wrong' ? 'unknown' : undefined)
    const found = await problems(tree, { refusal, tools: ['tool_one'], skills: [] })
    expect(found).toContainEqual(expect.stringMatching(expected))
    expect(found.length).toBeLessThan(4)
  })

  test('follows links to files beside a skill, and from there', async () => {
    const tree = new Map([
      ...good,
      ['ours/skills/one/SKILL.md', skillText('one', '[a](more/a.md#part) [web](https://example.com) [here](#there)')],
      ['ours/skills/one/more/a.md', '[back](../SKILL.md)\n'],
    ])
    expect(await problems(tree)).toEqual([])
  })

  test('sees commands in code and in quotes, without their comments', () => {
    const page =
      'Run `npx tolva run x.ts` or `tolva`.\n```sh\n$ tolva plan x.ts # look\nnpm test\n```\nNot tolva run.\n'
    expect(quotedCommands(page)).toEqual([
      { line: 1, command: 'tolva run x.ts' },
      { line: 1, command: 'tolva' },
      { line: 3, command: 'tolva plan x.ts' },
    ])
  })
})

describe('toolkits of others', () => {
  test('are read from a git repository', async () => {
    const folder = folderOf(
      new Map([...toolkitTree('ours', { one: 'Text.' })].map(([name, text]) => [`toolkits/${name}`, text])),
    )
    const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: folder, stdio: 'pipe' })
    git('init', '--quiet')
    git('add', '.')
    git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '-m', 'first')
    const toolkit = await readToolkit('ours', { location: `file://${folder}` })
    expect(toolkit.skills.map(({ name }) => name)).toEqual(['one'])
    await expect(readToolkit('outs', { location: `file://${folder}` })).rejects.toMatchObject({
      code: 'unknown_toolkit',
      hint: expect.stringContaining('did you mean ours?'),
    })
  })

  test.each(['/no/such/folder', 'file:///no/such/repository.git'])('are not found at %s', async (location) => {
    await expect(listToolkits({ location })).rejects.toMatchObject({ code: 'unreachable_toolkits' })
  })

  test('bring no file that only a link leads to', async () => {
    const folder = folderOf(toolkitTree('ours', { one: 'Text.' }))
    symlinkSync('/etc/passwd', path.join(folder, 'ours/skills/one/passwd.md'))
    const toolkit = await readToolkit('ours', { location: folder })
    expect(toolkit.skills[0]?.files.map((file) => file.path)).toEqual(['SKILL.md'])
  })
})

describe('dependencies', () => {
  const toolkit = async (name: string, dependencies: readonly string[]) =>
    readToolkit(name, { location: folderOf(toolkitTree(name, { [`${name}-skill`]: 'Text.' }, { dependencies })) })

  test('come before what needs them, once', async () => {
    const all = [
      await toolkit('a', ['b', 'c']),
      await toolkit('b', ['c']),
      await toolkit('c', []),
      await toolkit('d', []),
    ]
    expect(closeDependencies(['a', 'b'], all).map(({ name }) => name)).toEqual(['c', 'b', 'a'])
  })

  test('that lead back are refused', async () => {
    const all = [await toolkit('a', ['b']), await toolkit('b', ['a'])]
    expect(() => closeDependencies(['a'], all)).toThrow('toolkits need each other: a → b → a')
  })
})
