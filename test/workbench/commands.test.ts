import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { inAssistant } from '../../src/config/in-assistant.ts'
import { AGENTS } from '../../src/workbench/agents/registry.ts'
import { runTolva } from './tools/run-tolva.ts'
import { toolkitTree } from './tools/toolkit-tree.ts'
import { folderOf, readTree } from './tools/tree.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
let folder = ''

beforeEach(() => {
  folder = folderOf()
})

const tolva = (...args: readonly string[]) => runTolva(folder, ['ai', ...args])
const result = async (...args: readonly string[]) => JSON.parse((await tolva(...args, '--json')).out).result

describe('tolva ai toolkit', () => {
  test.each([[['rest-api-pipeline', 'install']], [['install', 'rest-api-pipeline']]])(
    '%j installs it and what it needs',
    async (words) => {
      const { agents } = await result('toolkit', ...words, '--agent', 'claude')
      expect(agents[0].toolkits).toEqual([
        { name: 'init', version: '0.1.0' },
        { name: 'rest-api-pipeline', version: '0.1.0' },
      ])
      expect(agents[0].items).toContainEqual({
        toolkit: 'rest-api-pipeline',
        kind: 'skill',
        name: 'find-source',
        path: '.claude/skills/find-source',
        outcome: 'new',
      })
      expect([...readTree(folder).keys()]).toContain('.claude/skills/find-source/SKILL.md')
    },
  )

  test('lists what is installed and what could be', async () => {
    await tolva('init', '--agent', 'cursor')
    const { out } = await tolva('toolkit', 'list')
    expect(out).toMatch(/^Installed\n {2}init +0\.1\.0 /)
    expect(out).toMatch(/\nAvailable\n(.*\n)* {2}rest-api-pipeline +0\.1\.0 /)
    expect(out).toMatch(/ {2}dlthub-runtime +0\.1\.0, not yet /)
  })

  test.each([[['rest-api-pipeline', 'info']], [['info', 'rest-api-pipeline']]])(
    '%j tells what is in it',
    async (words) => {
      const { out } = await tolva('toolkit', ...words)
      expect(out).toContain('start with the skill find-source')
      expect(out).toMatch(/\nskills\n(.*\n)* {2}validate-data: /)
      expect((await result('toolkit', ...words)).toolkit.skills.length).toBeGreaterThan(5)
    },
  )

  test.each([
    [['rest-api-pipline', 'install'], 1, 'there is no toolkit rest-api-pipline', 'did you mean rest-api-pipeline?'],
    [['info', 'data-exploratoin'], 1, 'there is no toolkit data-exploratoin', 'did you mean data-exploration?'],
    [['dlthub-runtime', 'install'], 1, 'not yet', 'deploying with tolva is not built yet'],
    [['rest-api-pipeline'], 2, 'does not understand: rest-api-pipeline', 'NAME install'],
    [[], 2, 'needs to know what to do', 'say list, NAME info'],
    [['list', 'x'], 2, 'does not understand: list x', 'NAME info'],
  ])('%j exits %i', async (words, code, message, hint) => {
    const answer = await tolva('toolkit', ...words, '--agent', 'claude')
    expect(answer).toMatchObject({ code, out: '' })
    expect(answer.err).toContain(message)
    expect(answer.err).toContain(hint)
    expect([...readTree(folder).keys()]).toEqual([])
  })

  test('leaves a skill that cannot be used out and says so, and with --strict stops', async () => {
    const place = folderOf(
      new Map([...toolkitTree('ours', { one: 'Text.' }), ['ours/skills/two/SKILL.md', '---\nname: [\n---\n']]),
    )
    const args = ['toolkit', 'ours', 'install', '--agent', 'claude', '--location', place]
    expect(await tolva(...args, '--strict')).toMatchObject({
      code: 2,
      err: expect.stringContaining('two: its front matter'),
    })
    expect(await tolva(...args)).toMatchObject({
      code: 0,
      err: expect.stringContaining('left out: two: its front matter'),
    })
    expect([...readTree(folder).keys()]).toContain('.claude/skills/one/SKILL.md')
  })

  test('that others made are listed when they are installed, and may have versions of their own', async () => {
    const tree = toolkitTree('ours', { one: 'Text.' })
    const manifest = { name: 'ours', version: '7.0.0', description: 'The toolkit of a test.' }
    const place = folderOf(new Map([...tree, ['ours/toolkit.json', JSON.stringify(manifest)]]))
    await tolva('toolkit', 'ours', 'install', '--agent', 'claude', '--location', place)
    expect((await tolva('toolkit', 'list')).out).toMatch(
      /^Installed\n(.*\n)* {2}ours +7\.0\.0 {2}The toolkit of a test\.\nAvailable/,
    )
    expect((await tolva('status')).out).not.toContain('another version')
  })

  test('checks one that somebody wrote', async () => {
    expect((await tolva('toolkit', 'check', 'nowhere')).out).toMatch(
      /^toolkit\.json: there is no .*nowhere.toolkit\.json$/m,
    )
    const place = folderOf(toolkitTree('ours', { one: 'Run `npx tolva rnu x.ts`, then use the skill `find-source`.' }))
    const ours = path.join(place, 'ours')
    expect(await tolva('toolkit', 'check', ours)).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^skills\/one\/SKILL\.md:7: tolva rnu x\.ts: error: unknown command 'rnu'/),
    })
    expect(await tolva('toolkit', path.join(ROOT, 'toolkits/init'), 'check')).toMatchObject({
      code: 0,
      out: expect.stringContaining('nothing is wrong'),
    })
  })

  test('says that npx is slower where the package is not in the folder', async () => {
    const hint = 'npm install tolva, then npx tolva ai init'
    expect((await tolva('init', '--agent', 'claude')).err).toContain(hint)
    folder = folderOf(new Map([['node_modules/tolva/dist/cli/main.js', '']]))
    expect((await tolva('init', '--agent', 'claude')).err).not.toContain(hint)
  })

  test('leads from the first to the next', async () => {
    expect((await tolva('init', '--agent', 'cursor')).err).toContain(
      'next: npx tolva ai toolkit rest-api-pipeline install',
    )
    expect((await tolva('init', '--agent', 'cursor')).err).not.toContain('enable tolva in its settings')
  })
})

describe('the agent', () => {
  const agentOf = async (env: Readonly<Record<string, string>> = {}) => {
    const { out } = await runTolva(folder, ['ai', 'init', '--diff', '--json'], env)
    const { result, error } = JSON.parse(out)
    return error?.message ?? result.agents.map((one: { agent: string }) => one.agent).join(' ')
  }
  const make = (name: string) => mkdirSync(path.join(folder, name), { recursive: true })

  test('is the one that runs the command', async () => {
    make('home/.cursor')
    expect(await agentOf({ CLAUDECODE: '1' })).toBe('claude')
    expect(await agentOf({ CODEX_SANDBOX: 'seatbelt' })).toBe('codex')
  })

  test('else the one of this project, else the one of this machine', async () => {
    make('home/.cursor')
    make('home/.claude')
    expect(await agentOf()).toBe('several agents were found: claude, cursor')
    make('.cursor')
    expect(await agentOf()).toBe('cursor')
  })

  test('that is nowhere to be found is asked for', async () => {
    expect(await agentOf()).toBe('no agent was found')
    expect(await tolva('init')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--agent with one of claude, cursor, codex'),
    })
    expect(await tolva('init', '--agent', 'curser')).toMatchObject({
      code: 2,
      err: expect.stringContaining('did you mean cursor?'),
    })
  })

  test('in whose shell this runs is known by a name that there is', () => {
    const names = ['CLAUDECODE', 'CURSOR_AGENT', 'CODEX_CI', 'GEMINI_CLI', 'OPENCODE'].map((name) =>
      inAssistant({ [name]: '1' }),
    )
    expect(AGENTS.map(({ name }) => name)).toEqual(expect.arrayContaining(names))
  })
})

describe('tolva ai status', () => {
  test('says what is missing, with the command that mends it, and really starts the server', async () => {
    const { out } = await tolva('status')
    expect(out).toMatch(/^tolva 0\.1\.0\nAgent: none\nMCP server: starts\n! this folder is no project yet/)
    expect(out).toContain('! not set up for an assistant: npx tolva ai init\n')
    expect(out).toContain('! no toolkit with a workflow is installed')
    expect(out).toContain('\nMCP server: starts\n')
  })

  test('is content with a project that has all', async () => {
    writeFileSync(path.join(folder, 'package.json'), '{}')
    await tolva('toolkit', 'install', 'rest-api-pipeline', '--agent', 'codex')
    expect((await tolva('status')).out).toBe(
      'tolva 0.1.0\nAgent: Codex\nMCP server: starts\ninit 0.1.0\nrest-api-pipeline 0.1.0, start with find-source skill\n',
    )
  })

  test.each([['status'], ['init', '--agent', 'claude'], ['toolkit', 'list']])(
    '%s says that the folder is not there',
    async (...words) => {
      const { code, err } = await tolva(...words, '--dir', path.join(folder, 'none'))
      expect([code, err]).toEqual([
        2,
        expect.stringMatching(/there is no folder .*none\n.*\n? *next: name the folder of the project/),
      ])
    },
  )

  test('says why the server cannot start, and what is of another version', async () => {
    await tolva('toolkit', 'install', 'rest-api-pipeline', '--agent', 'codex')
    const record = path.join(folder, '.dlt/.toolkits')
    writeFileSync(record, readFileSync(record, 'utf8').replace('version: 0.1.0', 'version: 0.0.9'))
    const { out } = await runTolva(folder, ['ai', 'status'], { NODE_OPTIONS: '--import ./none.mjs' })
    expect(out).toContain('! of another version than tolva: init: npx tolva ai init')
    expect(out).toMatch(/! the MCP server cannot start: Error.*none\.mjs/)
    expect(out).not.toContain('MCP server: starts')
  })
})

test.each([['init'], ['status'], ['toolkit']])('tolva ai %s --help has examples', async (command) => {
  const { code, out } = await tolva(command, '--help')
  expect(code).toBe(0)
  expect(out).toContain('Examples:\n  tolva ai')
})

describe('without a network', () => {
  const MAIN = path.join(ROOT, 'src/cli/main.ts')
  const ARGS = [MAIN, 'ai', 'init', '--agent', 'claude', 'cursor', 'codex']
  const isIsolated = spawnSync('unshare', ['-n', 'true']).status === 0

  /** Where the kernel does not cut the network, whatever connects in this process fails. */
  function cut(): readonly [string, readonly string[]] {
    if (isIsolated) return ['unshare', ['-n', process.execPath, ...ARGS]]
    const preload = path.join(folder, 'cut.mjs')
    writeFileSync(
      preload,
      "import net from 'node:net'\nimport dns from 'node:dns'\nconst cut = () => { throw new Error('the network is cut') }\nnet.Socket.prototype.connect = cut\ndns.lookup = cut\n",
    )
    return [process.execPath, ['--import', preload, ...ARGS]]
  }

  test('everything is there', () => {
    const [program, args] = cut()
    const env = { PATH: process.env.PATH, HOME: folder }
    const out = execFileSync(program, args, { cwd: folder, env, encoding: 'utf8', stdio: 'pipe' })
    expect(out.match(/item\(s\) installed/g)).toHaveLength(3)
    expect(readFileSync(path.join(folder, '.mcp.json'), 'utf8')).toContain('--stdio')
  })
})
