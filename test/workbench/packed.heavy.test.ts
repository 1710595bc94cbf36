import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { beforeAll, describe, expect, test } from 'vitest'
import { setup as buildWhereStale } from '../built-package.ts'
import { folderOf, readTree } from './tools/tree.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const CUT = `import net from 'node:net'
import dns from 'node:dns'
const cut = () => { throw new Error('the network is cut') }
net.Socket.prototype.connect = cut
dns.lookup = cut
`
const isIsolated = spawnSync('unshare', ['-n', 'true']).status === 0
const folder = folderOf(new Map([['package.json', '{"name":"project","private":true,"type":"module"}\n']]))
const HOMES = {
  ...{ claude: '.claude', cursor: '.cursor', codex: '.agents' },
  ...{ gemini: '.gemini', windsurf: '.windsurf' },
}

/** The package as npm installs it, from its tarball. */
beforeAll(() => {
  buildWhereStale()
  const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  const tarball = path.join(folder, packed.trim())
  execFileSync('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--omit=peer', tarball], {
    cwd: folder,
  })
  writeFileSync(path.join(folder, 'cut.mjs'), CUT)
}, 110_000)

/** A program that has no network. */
function isolated(command: string, args: readonly string[]) {
  const [program = '', ...rest] = isIsolated ? ['unshare', '-n', command, ...args] : [command, ...args]
  const env = { PATH: process.env.PATH ?? '', HOME: folder, ...(!isIsolated && { NODE_OPTIONS: '--import ./cut.mjs' }) }
  return { program, rest, env }
}

/** In the project, without a network. */
function offline(command: string, args: readonly string[]): string {
  const { program, rest, env } = isolated(command, args)
  return execFileSync(program, rest, { cwd: folder, env, encoding: 'utf8', stdio: 'pipe' })
}

describe('the package, installed from its tarball, without a network', () => {
  test('sets a project up and installs toolkits', () => {
    const out = offline('npx', ['tolva', 'ai', 'init', '--agent', ...Object.keys(HOMES)])
    expect(out.match(/item\(s\) installed/g)).toHaveLength(5)
    offline('npx', ['tolva', 'ai', 'toolkit', 'rest-api-pipeline', 'install'])
    const skill = readFileSync(path.join(ROOT, 'toolkits/rest-api-pipeline/skills/find-source/SKILL.md'), 'utf8')
    for (const home of Object.values(HOMES)) {
      expect(readFileSync(path.join(folder, home, 'skills/find-source/SKILL.md'), 'utf8')).toBe(skill)
    }
  })

  test('writes an MCP server that starts as it is written', async () => {
    const { mcpServers } = JSON.parse(readFileSync(path.join(folder, '.mcp.json'), 'utf8'))
    const { command, args } = mcpServers.tolva
    expect([command, ...args]).toEqual(['node', 'node_modules/tolva/dist/cli/main.js', 'ai', 'mcp', '--stdio'])
    const client = new Client({ name: 'test', version: '1' })
    const { program, rest, env } = isolated(command, args)
    await client.connect(new StdioClientTransport({ command: program, args: rest, cwd: folder, env }))
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['project_info', 'toolkit_info', 'secrets_check']),
    )
    const answer = await client.callTool({ name: 'toolkit_info', arguments: { name: 'rest-api-pipeline' } })
    expect(JSON.stringify(answer)).toContain('find-source')
    await client.close()
    expect(offline('npx', ['tolva', 'ai', 'status'])).not.toContain('cannot start')
  })

  /** As each agent asks: what it reads, and what it runs. */
  const asked = {
    claude: (file: string) => ({ tool_name: 'Read', tool_input: { file_path: file }, cwd: folder }),
    codex: (file: string) => ({ tool_name: 'Bash', tool_input: { command: `cat ${file}` }, cwd: folder }),
    cursor: (file: string) => ({ hook_event_name: 'beforeReadFile', file_path: file, workspace_roots: [folder] }),
    gemini: (file: string) => ({ tool_name: 'read_file', tool_input: { file_path: file }, cwd: folder }),
    windsurf: (file: string) => ({
      agent_action_name: 'pre_read_code',
      tool_info: { file_path: path.join(folder, file) },
    }),
  }

  test.each([
    ['claude', '.claude/settings.json', /"permissionDecision":"deny"/],
    ['codex', '.codex/hooks.json', /"permissionDecision":"deny"/],
    ['cursor', '.cursor/hooks.json', /"permission":"deny"/],
    ['gemini', '.gemini/settings.json', /"decision":"deny"/],
    ['windsurf', '.windsurf/hooks.json', /secrets file/],
  ] as const)('writes a hook for %s that refuses secrets files', (agent, file, refusal) => {
    const text = readFileSync(path.join(folder, file), 'utf8')
    const commands = [...text.matchAll(/"command": ("node .*read-guard.*"),?$/gm)].map(([, one = '']): string =>
      JSON.parse(one),
    )
    expect(commands.length).toBeGreaterThan(0)
    for (const command of commands) {
      const answer = (name: string) => {
        // Claude runs hooks wherever the session has gone to.
        const cwd = agent === 'claude' ? '/' : folder
        const env = { PATH: process.env.PATH, CLAUDE_PROJECT_DIR: folder }
        const input = JSON.stringify(asked[agent](name))
        const { stdout, stderr, status } = spawnSync('sh', ['-c', command], { cwd, env, input, encoding: 'utf8' })
        return `${status} ${stdout}${stderr}`
      }
      expect(answer('.dlt/secrets.toml')).toMatch(refusal)
      expect(answer('.dlt/secrets.toml')).toMatch(agent === 'windsurf' ? /^2 / : /^0 /)
      expect(answer('chatbot_pipeline.ts')).not.toMatch(refusal)
      expect(answer('chatbot_pipeline.ts')).toMatch(/^0 /)
    }
  })

  test('has nothing to do the second time', () => {
    const before = readTree(path.join(folder, '.claude'))
    expect(offline('npx', ['tolva', 'ai', 'init'])).not.toContain('installed. Please restart')
    expect(readTree(path.join(folder, '.claude'))).toEqual(before)
  })
})
