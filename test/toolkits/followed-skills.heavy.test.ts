import { existsSync } from 'node:fs'
import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { wordsOf } from '../../src/cli/command-refusal.ts'
import { quotedCommands } from '../../src/workbench/toolkits/quoted-commands.ts'
import { type FollowedProject, followedProject, TOKEN } from './followed-project.ts'
import { blocksOf, toolkitTexts } from './toolkit-texts.ts'

const USERS = 90
const STORIES = 5

/** What the skills say NAME and FILE to. */
const NAME = 'chatbot_pipeline'
const FILE = 'chatbot_pipeline.yaml'

/** Commands that are followed elsewhere, or need what is not here. */
const NOT_HERE = [
  /^tolva init openapi /, // test/openapi
  / --notebook /, // needs a kernel: test/explore
  / --html /, // needs the built package: test/package.test.ts
  /^tolva pipeline NAME show$/, // serves until it is stopped: test/dashboard
  / --help$/,
]

const texts = toolkitTexts()
const quoted = new Set(texts.flatMap(({ text }) => quotedCommands(text).map(({ command }) => command)))
const followed = new Set<string>()
let project: FollowedProject

beforeAll(async () => {
  project = await followedProject({ users: USERS, stories: STORIES })
})
afterAll(() => project[Symbol.asyncDispose]())

/** Carries out a command as a skill quotes it, in the project. */
async function follow(command: string, ...further: readonly string[]) {
  expect(quoted).toContain(command)
  followed.add(command)
  const filled = command
    .replaceAll('https://api.example.com', project.sandbox.url)
    .replaceAll(/\bNAME\b/g, NAME)
    .replaceAll(/\bFILE\b/g, FILE)
    .replaceAll(/\bKEY\b/g, 'sources.chatbot_source.api_key')
  return project.tolva([...wordsOf(filled).slice(1), ...further])
}

const counts = () => project.counts(NAME)
const skill = (name: string) => {
  const found = texts.find((one) => one.name === name || one.file.includes(`/${name}/`))
  if (found === undefined) throw new Error(`there is no skill ${name}`)
  return found
}

describe('the skills of rest-api-pipeline, followed', () => {
  test('create: scaffold, one endpoint, placeholders', async () => {
    const { code } = await follow('tolva init chatbot duckdb --format yaml')
    expect(code).toBe(0)
    expect(await readFile(join(project.folder, '.dlt', 'secrets.toml'), 'utf8')).toContain('api_key = "<configure me>"')
    const [file = ''] = blocksOf(skill('create-rest-api-pipeline'), 'yaml')
    await writeFile(join(project.folder, FILE), file.replace('https://api.chatbot.com', project.sandbox.url))
    const missing = await follow('tolva rest check FILE --resource users', '--json')
    expect(missing).toMatchObject({ code: 2, json: { error: { code: 'missing_config' } } })
    expect(project.sandbox.requests).toEqual([])
  })

  test('create: the person fills in the token, then check, plan and one page', async () => {
    await project.fillIn(TOKEN)
    expect((await follow('tolva config explain sources.chatbot_source.api_key')).code).toBe(0)
    expect((await follow('tolva config explain KEY')).code).toBe(0)
    expect((await follow('tolva rest check FILE --resource users')).code).toBe(0)
    expect((await follow('tolva rest probe FILE --path users --param limit=2')).out).toContain('data_selector: data')
    expect((await follow('tolva rest probe FILE --resource users')).code).toBe(0)
    expect((await follow('tolva rest probe FILE --path v2/stories')).code).toBe(0)
    expect((await follow('tolva plan FILE --resource users')).out).toContain('users')
    expect(existsSync(join(project.folder, `${NAME}.duckdb`))).toBe(false)
    const { code } = await follow('tolva run FILE --resource users --limit 1 --record cassette')
    expect(code).toBe(0)
    expect(await counts()).toMatchObject({ users: 40 })
  })

  test('debug: a replay asks nothing of the API, and every view of the run answers', async () => {
    const before = project.sandbox.requests.length
    expect((await follow('tolva run FILE --resource users --limit 1 --replay cassette')).code).toBe(0)
    expect(project.sandbox.requests).toHaveLength(before)
    for (const view of ['trace', 'load-package', 'failed-jobs', 'info', 'package list']) {
      expect(await follow(`tolva pipeline NAME ${view}`), view).toMatchObject({ code: 0 })
    }
    const { json } = await follow('tolva pipeline NAME check', '--json')
    expect(JSON.stringify(json)).toContain('Only some pages were asked for')
  })

  test('adjust and validate: all pages, once, and a schema to be shown', async () => {
    for (let run = 0; run < 2; run += 1) {
      expect((await follow('tolva run FILE --resource users')).code).toBe(0)
      expect(await counts()).toMatchObject({ users: USERS })
    }
    expect((await follow('tolva pipeline NAME check')).out).toContain(`All ${USERS} rows`)
    expect((await follow('tolva pipeline NAME schema --format mermaid')).out).toMatch(/erDiagram[\s\S]*users/)
  })

  test('new endpoint: stories, then what depends on them, as the skill writes them', async () => {
    const [stories = '', interaction = ''] = blocksOf(skill('new-endpoint'), 'yaml')
    const file = await readFile(join(project.folder, FILE), 'utf8')
    const added = `${stories}${interaction}`.replaceAll(/^(?=.)/gm, '    ')
    await writeFile(join(project.folder, FILE), `${file.trimEnd()}\n${added}`)
    expect((await follow('tolva rest check FILE --resource stories')).code).toBe(0)
    expect((await follow('tolva rest check FILE')).code).toBe(0)
    expect((await follow('tolva rest check FILE --json')).code).toBe(0)
    expect((await follow('tolva plan FILE --resource stories')).code).toBe(0)
    expect((await follow('tolva run FILE --resource stories --limit 1')).code).toBe(0)
    expect((await follow('tolva run FILE')).code).toBe(0)
    expect(await counts()).toMatchObject({ users: USERS, stories: STORIES, welcome_interaction: STORIES })
  })

  test('validate and view: each query of a skill gives rows or none, but no error', async () => {
    const blocks = texts.flatMap((text) => blocksOf(text, 'sql'))
    expect(blocks.length).toBeGreaterThan(2)
    for (const sql of blocks) {
      const answer = await project.tolva(['query', NAME, sql])
      expect(answer, sql).toMatchObject({ code: 0 })
    }
    for (const command of [...quoted].filter((one) => one.startsWith('tolva query NAME'))) {
      expect(await follow(command), command).toMatchObject({ code: 0, out: expect.stringContaining('──') })
    }
    expect((await follow('tolva types NAME --out tables.ts')).code).toBe(0)
    const { out } = await follow('tolva run FILE --select users --full-refresh')
    expect(out).toContain('drops users')
    expect(await counts()).toMatchObject({ users: USERS })
  })

  test('create, in TypeScript: the script is checked, probed and run like the YAML file', async () => {
    await using typed = await followedProject({ users: USERS, stories: STORIES })
    const file = `${NAME}.ts`
    expect(await typed.tolva(['init', 'chatbot', 'duckdb', '--format', 'ts'])).toMatchObject({ code: 0 })
    await appendFile(
      join(typed.folder, '.dlt', 'config.toml'),
      `\n[sources.chatbot_source]\nbase_url = "${typed.sandbox.url}"\n`,
    )
    expect((await typed.tolva(['ai', 'secrets', 'check', file])).out).toContain('api_key: placeholder')
    await typed.fillIn(TOKEN)
    for (const look of ['check', 'probe']) {
      const answer = await typed.tolva(['rest', look, file, '--resource', 'users'])
      expect(answer, answer.out).toMatchObject({ code: 0 })
    }
    for (let run = 0; run < 2; run += 1) {
      expect(await typed.tolva(['run', file, '--resource', 'users'])).toMatchObject({ code: 0 })
      expect(await typed.counts(NAME)).toMatchObject({ users: USERS })
    }
    expect(typed.printed()).not.toContain(TOKEN)
  })

  test('dispatch and setup: toolkits are listed, installed once, and secrets have a shape', async () => {
    expect((await follow('tolva ai toolkit list')).out).toMatch(/not yet[\s\S]*rest-api-pipeline/)
    expect((await follow('tolva ai toolkit info rest-api-pipeline')).out).toContain('find-source')
    const install = 'tolva ai toolkit rest-api-pipeline install'
    expect(await follow(`${install} --diff`, '--agent', 'claude')).toMatchObject({ code: 0 })
    expect(existsSync(join(project.folder, '.claude'))).toBe(false)
    expect(await follow(install, '--agent', 'claude')).toMatchObject({ code: 0 })
    expect(existsSync(join(project.folder, '.claude/skills/find-source/SKILL.md'))).toBe(true)
    expect((await follow('tolva ai status')).out).toContain('rest-api-pipeline')
    expect((await follow('tolva ai secrets list')).out).toContain('secrets.toml')
    expect((await follow('tolva ai secrets view-redacted')).out).toContain('api_key')
    expect(await follow('tolva ai secrets check FILE')).toMatchObject({ code: 0 })
  })

  test('dispatch: what needs no toolkit is made into folders of its own', async () => {
    const others = [...quoted].filter((one) => /^tolva init (sql_database|filesystem|rest_api) /.test(one))
    expect(others).toHaveLength(3)
    for (const [index, command] of others.entries()) {
      expect(await follow(command, '--dir', `other-${index}`), command).toMatchObject({ code: 0 })
    }
    expect((await follow('tolva init --list-sources')).out).toContain('chatbot')
    expect((await follow('tolva init --list-destinations')).out).toContain('duckdb')
  })

  test('find: one URL becomes a file', async () => {
    for (const command of [...quoted].filter((one) => one.startsWith('tolva rest detect'))) {
      const url = command.replace('/v2/items?status=active', '/users')
      followed.add(command)
      quoted.add(url)
      const { out } = await follow(url, '--token-env', 'SANDBOX_TOKEN')
      expect(out).toContain('cursor_path: data[-1].id')
    }
  })

  test('explore: a profile, and a report that is checked', async () => {
    expect((await follow('tolva explore NAME --no-report')).out).toContain('users')
    expect((await follow('tolva explore NAME --table users --no-report')).out).toContain('90 rows')
    expect((await follow('tolva explore NAME')).code).toBe(0)
    expect(await follow('tolva explore NAME.explore.ts --check')).toMatchObject({ code: 0 })
  })

  test('leave no command out, and no token in what was printed or written down', async () => {
    const left = [...quoted].filter(
      (one) => !followed.has(one) && one !== 'tolva' && !NOT_HERE.some((not) => not.test(one)),
    )
    expect(left).toEqual([])
    expect(project.printed()).not.toContain(TOKEN)
    expect(await project.holders(TOKEN)).toEqual([join('.dlt', 'secrets.toml')])
  })
})
