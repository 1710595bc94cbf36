import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { AGENTS } from '../../src/workbench/agents/registry.ts'
import { writeChanges } from '../../src/workbench/install/write-changes.ts'
import { runTolva } from './tools/run-tolva.ts'
import { toolkitTree } from './tools/toolkit-tree.ts'
import { folderOf, readTree, readTreeText, writeTree } from './tools/tree.ts'

const USER = readTreeText(readFileSync(path.join(import.meta.dirname, 'fixtures/user.txt'), 'utf8'))
const SKILL = '.claude/skills/setup-secrets/SKILL.md'
let folder = ''

beforeEach(() => {
  folder = folderOf()
})

const init = (...flags: readonly string[]) => runTolva(folder, ['ai', 'init', '--agent', 'claude', ...flags])
const file = (name: string) => path.join(folder, name)
const read = (name: string) => readFileSync(file(name), 'utf8')

/** Name → what would show that a file was written again, even with the same text. */
function marks(): ReadonlyMap<string, string> {
  return new Map(
    [...readTree(folder)].map(([name, text]) => {
      const { mtimeNs, ino } = statSync(file(name), { bigint: true })
      return [name, `${mtimeNs} ${ino} ${text}`]
    }),
  )
}

describe('a second run', () => {
  test.each(AGENTS.map(({ name }) => name))('for %s writes nothing', async (agent) => {
    for (const tree of [new Map(), USER]) {
      folder = folderOf(tree)
      await runTolva(folder, ['ai', 'init', '--agent', agent])
      await runTolva(folder, ['ai', 'toolkit', 'install', 'rest-api-pipeline', '--agent', agent])
      const before = marks()
      const { out } = await runTolva(folder, ['ai', 'init', '--agent', agent])
      await runTolva(folder, ['ai', 'toolkit', 'rest-api-pipeline', 'install', '--agent', agent])
      expect(out).toContain('Toolkit init 0.1.0 is already installed')
      expect(marks()).toEqual(before)
    }
  })

  test('for all agents one after the other writes nothing either', async () => {
    const all = ['ai', 'init', ...AGENTS.flatMap(({ name }) => ['--agent', name])]
    await runTolva(folder, all)
    const before = marks()
    await runTolva(folder, all)
    const { out } = await runTolva(folder, ['ai', 'init'])
    for (const { name } of AGENTS) expect(out).toContain(`Toolkit init 0.1.0 is already installed for ${name}\n`)
    expect((await runTolva(folder, ['ai', 'init', '--diff'])).out).toContain(
      'the plan for cursor: nothing would change.',
    )
    expect(marks()).toEqual(before)
  })

  test('knows the agents that were set up, and asks for none', async () => {
    await runTolva(folder, ['ai', 'init', '--agent', 'cursor', 'codex'])
    const { out } = await runTolva(folder, ['ai', 'toolkit', 'data-exploration', 'install', '--json'])
    expect(JSON.parse(out).result.agents.map((one: { agent: string }) => one.agent)).toEqual(['cursor', 'codex'])
  })
})

describe('what a person edited', () => {
  test('is kept and told, shown by --diff, and replaced by --overwrite only', async () => {
    await init()
    writeFileSync(file(SKILL), `${read(SKILL)}\nMy own line.\n`)
    expect((await init()).out).toContain(
      `kept ${SKILL}: edited by hand; --diff shows it, --overwrite replaces it for good`,
    )
    const before = marks()
    const { out } = await init('--diff')
    expect(out).toContain('-My own line.')
    expect(out).toContain('This is the plan for claude: nothing was written.')
    expect(marks()).toEqual(before)
    expect((await init('--overwrite')).out).toContain('~ skill setup-secrets')
    expect(read(SKILL)).not.toContain('My own line.')
  })

  test('also when it is a server, a block or a table', async () => {
    await runTolva(folder, ['ai', 'init', '--agent', 'claude', 'codex'])
    writeFileSync(file('.mcp.json'), read('.mcp.json').replace('"--stdio"', '"--stdio", "--allow", "network:read"'))
    writeFileSync(file('CLAUDE.md'), read('CLAUDE.md').replace('Never ask', 'Please never ask'))
    writeFileSync(file('.codex/config.toml'), read('.codex/config.toml').replace('"npx"', '"bunx"'))
    const { out } = await runTolva(folder, ['ai', 'init', '--agent', 'claude', 'codex'])
    for (const name of ['.mcp.json', 'CLAUDE.md', '.codex/config.toml'])
      expect(out).toContain(`kept ${name}: edited by hand`)
    expect(read('.mcp.json')).toContain('network:read')
    expect(read('CLAUDE.md')).toContain('Please never ask')
    expect(read('.codex/config.toml')).toContain('bunx')
  })

  test('and what they took out stays out, until they ask for it', async () => {
    await init()
    const rule = '"Read(**/secrets.toml)",'
    writeFileSync(file('.claude/settings.json'), read('.claude/settings.json').replace(rule, ''))
    expect((await init()).out).toContain('kept .claude/settings.json: taken out by hand')
    expect(read('.claude/settings.json')).not.toContain(rule)
    await init('--overwrite')
    expect(JSON.parse(read('.claude/settings.json')).permissions.deny).toContain('Read(**/secrets.toml)')
  })

  test('but a file that did not come along with a clone is made again', async () => {
    await init()
    const before = readTree(folder)
    rmSync(file('.claude'), { recursive: true })
    rmSync(file('.mcp.json'))
    await init()
    expect(readTree(folder)).toEqual(before)
  })

  test('counts as not edited where only its line ends changed', async () => {
    await init()
    writeFileSync(file(SKILL), read(SKILL).replaceAll('\n', '\r\n'))
    expect((await init()).out).toContain('Toolkit init 0.1.0 is already installed')
  })
})

describe('another version', () => {
  const install = (place: string, ...flags: readonly string[]) =>
    runTolva(folder, ['ai', 'toolkit', 'ours', 'install', '--agent', 'claude', '--location', place, ...flags])

  test('changes what nobody edited, removes what it does not bring any more, and keeps the rest', async () => {
    const first = folderOf(toolkitTree('ours', { one: 'First.', two: 'Second.', three: 'Third.' }))
    const next = folderOf(toolkitTree('ours', { one: 'First, better.' }, { version: '0.2.0' }))
    await install(first)
    writeFileSync(file('.claude/skills/three/SKILL.md'), 'Mine now.')
    const { out } = await install(next)
    expect(out).toContain('~ skill one')
    expect(out).toContain('- .claude/skills/two/SKILL.md')
    expect(out).toContain('kept .claude/skills/three/SKILL.md: edited by hand; ours does not bring it any more')
    expect(read('.claude/skills/one/SKILL.md')).toContain('First, better.')
    expect(existsSync(file('.claude/skills/two'))).toBe(false)
    expect(read('.claude/skills/three/SKILL.md')).toBe('Mine now.')
    expect(read('.dlt/.toolkits')).toContain('version: 0.2.0')
  })

  test('keeps files of a person in the folder of a skill that goes', async () => {
    await install(folderOf(toolkitTree('ours', { one: 'First.', two: 'Second.' })))
    writeFileSync(file('.claude/skills/two/mine.md'), 'Mine.')
    await install(folderOf(toolkitTree('ours', { one: 'First.' })))
    expect(readTree(file('.claude/skills/two'))).toEqual(new Map([['mine.md', 'Mine.']]))
  })

  test('of the package in node_modules changes how its programs are started', async () => {
    await init()
    expect(read('.claude/settings.json')).toContain('npx --no-install tolva ai guard claude')
    writeTree(
      folder,
      new Map([
        ['node_modules/tolva/dist/cli/main.js', ''],
        ['node_modules/tolva/dist/workbench/read-guard/hook.js', ''],
      ]),
    )
    await init()
    const { hooks } = JSON.parse(read('.claude/settings.json'))
    expect(hooks.PreToolUse).toHaveLength(1)
    expect(hooks.PreToolUse[0].hooks[0].command).toMatch(/^node "\$CLAUDE_PROJECT_DIR"\/node_modules/)
    expect(JSON.parse(read('.mcp.json')).mcpServers.tolva.command).toBe('node')
  })

  test('is refused where another toolkit has a skill of the same name', async () => {
    await install(folderOf(toolkitTree('ours', { 'find-it': 'First.' })))
    const place = folderOf(toolkitTree('theirs', { 'find-it': 'Other.' }))
    const args = ['ai', 'toolkit', 'theirs', 'install', '--agent', 'claude', '--location', place]
    const { code, err } = await runTolva(folder, args)
    expect(code).toBe(2)
    expect(err).toContain('toolkits ours and theirs both bring .claude/skills/find-it/SKILL.md')
    expect(read('.claude/skills/find-it/SKILL.md')).toContain('First.')
  })
})

describe('a file that cannot be changed without harm', () => {
  test('is left as it is, and what to add is said', async () => {
    const broken = new Map([
      ['.mcp.json', '{ "mcpServers": '],
      ['.claude/settings.json', '{ "hooks": "none", "permissions": { "deny": [] } }'],
    ])
    writeTree(folder, broken)
    const { out, code } = await init()
    expect(code).toBe(0)
    expect(out).toMatch(/kept \.mcp\.json: it is not JSON: line 1; add to it by hand: \{"mcpServers":\{"tolva":/)
    expect(out).toContain('kept .claude/settings.json: hooks is not what is expected there; add to it by hand')
    expect(read('.mcp.json')).toBe(broken.get('.mcp.json'))
    expect(JSON.parse(read('.claude/settings.json'))).toMatchObject({ hooks: 'none' })
  })

  test('such as TOML that spells it in another way', async () => {
    writeTree(folder, new Map([['.codex/config.toml', 'mcp_servers = { other = { command = "x" } }\n']]))
    const { out } = await runTolva(folder, ['ai', 'init', '--agent', 'codex'])
    expect(out).toContain(
      'kept .codex/config.toml: it spells mcp_servers in another way; add to it by hand: [mcp_servers.tolva]',
    )
    expect(read('.codex/config.toml')).toBe('mcp_servers = { other = { command = "x" } }\n')
  })

  test('is not written through a link that leads out of the project', async () => {
    const outside = folderOf(new Map([['CLAUDE.md', 'Theirs.\n']]))
    symlinkSync(path.join(outside, 'CLAUDE.md'), file('CLAUDE.md'))
    symlinkSync(outside, file('.claude'))
    symlinkSync(path.join(outside, 'nothing.json'), file('.mcp.json'))
    const { out } = await init()
    expect(out).toContain('kept CLAUDE.md: it leads out of the project')
    expect(out).toContain('kept .mcp.json: it leads out of the project')
    expect(readTree(outside)).toEqual(new Map([['CLAUDE.md', 'Theirs.\n']]))
  })

  test('but a link within the project is followed, and stays a link', async () => {
    writeTree(folder, new Map([['AGENTS.md', 'House rules.\n']]))
    symlinkSync('AGENTS.md', file('CLAUDE.md'))
    await runTolva(folder, ['ai', 'init', '--agent', 'claude', 'codex'])
    expect(lstatSync(file('CLAUDE.md')).isSymbolicLink()).toBe(true)
    expect(read('AGENTS.md').match(/<!-- tolva:init -->/g)).toHaveLength(1)
    expect(read('AGENTS.md')).toMatch(/^House rules\.\n\n<!-- tolva:init -->/)
  })

  test('stops everything where it is the record', async () => {
    mkdirSync(file('.dlt'))
    writeFileSync(file('.dlt/.toolkits'), 'init: [')
    expect(await init()).toMatchObject({ code: 2, err: expect.stringContaining('.dlt/.toolkits is not a record') })
    expect(existsSync(file('.mcp.json'))).toBe(false)
  })
})

test('a disk that refuses is told, and the next run goes on from there', async () => {
  writeTree(folder, new Map([['.claude/skills', 'a file where a folder should be']]))
  expect((await init()).out).toContain('kept .claude/skills/setup-secrets/SKILL.md: a folder or file is in its way')
  rmSync(file('.claude/skills'))
  expect((await init()).out).toContain('+ skill setup-secrets')
})

test('a place that cannot be written is an error that says what stays', async () => {
  writeTree(folder, new Map([['file', 'text']]))
  const change = { path: 'file/x', real: file('file/x'), before: undefined, after: 'new' }
  await expect(writeChanges([change])).rejects.toMatchObject({
    code: 'unwritable_file',
    context: { file: file('file/x') },
  })
  expect([...readTree(folder).keys()]).toEqual(['file'])
})

test('what dlt installed and recorded is not taken for ours', async () => {
  const theirs = `init:\n  version: 0.9.0\n  agent: claude\n  files:\n    ${SKILL}:\n      sha3_256: a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a\n`
  writeTree(
    folder,
    new Map([
      ['.dlt/.toolkits', theirs],
      [SKILL, ''],
    ]),
  )
  expect((await init()).out).toContain(`kept ${SKILL}: was there already`)
  expect(read(SKILL)).toBe('')
})
