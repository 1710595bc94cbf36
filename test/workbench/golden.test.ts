import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { readFrontMatter } from '../../src/workbench/toolkits/front-matter.ts'
import { runTolva } from './tools/run-tolva.ts'
import { folderOf, readTree, readTreeText, type Tree, treeText } from './tools/tree.ts'

const HERE = import.meta.dirname
const TOOLKITS = readTree(path.join(HERE, '../../toolkits'))
const USER = readTreeText(readFileSync(path.join(HERE, 'fixtures/user.txt'), 'utf8'))
const RECORD = '.dlt/.toolkits'

/** What comes from the toolkits is named instead of repeated, so that their text can change: whole files, bodies, descriptions. */
function withNames(text: string): string {
  const names = [...TOOLKITS].filter(([name]) => name.endsWith('.md'))
  const whole = names.find(([, content]) => content === text)
  if (whole !== undefined) return `{{${whole[0]}}}\n`
  return names.reduce((shown, [name, content]) => {
    const { body, data } = readFrontMatter(content)
    const description = String(data.description ?? 'no description')
    return shown.replace(body, `{{body of ${name}}}\n`).replace(description, `{{description of ${name}}}`)
  }, text)
}

function shown(tree: Tree): string {
  const files = [...tree].filter(([name]) => name !== RECORD).map(([name, text]) => [name, withNames(text)] as const)
  return treeText(new Map(files))
}

/** A project in which the package is installed, as far as `ai init` looks at it. */
const INSTALLED = new Map([
  ['node_modules/tolva/dist/cli/main.js', ''],
  ['node_modules/tolva/dist/workbench/read-guard/hook.js', ''],
])

describe('tolva ai init makes these files', () => {
  test.each(['claude', 'cursor', 'codex', 'vscode', 'gemini', 'windsurf', 'opencode'])(
    'for %s in an empty folder',
    async (agent) => {
      const folder = folderOf()
      const { code, out } = await runTolva(folder, ['ai', 'init', '--agent', agent])
      expect(code).toBe(0)
      expect(out).toMatch(new RegExp(`item\\(s\\) installed. Please restart your ${agent} session\n$`))
      await expect(shown(readTree(folder))).toMatchFileSnapshot(`golden/${agent}-empty.txt`)
    },
  )

  test.each(['claude', 'cursor', 'codex'])('for %s beside what a person has', async (agent) => {
    const folder = folderOf(new Map([...USER, ...INSTALLED]))
    const { code, out } = await runTolva(folder, ['ai', 'init', '--agent', agent])
    expect(code).toBe(0)
    expect(out).toContain('setup-secrets/SKILL.md: was there already; --diff shows it')
    const tree = new Map([...readTree(folder)].filter(([name]) => !INSTALLED.has(name)))
    await expect(shown(tree)).toMatchFileSnapshot(`golden/${agent}-user.txt`)
  })

  test.each(['claude', 'cursor', 'codex'])(
    'for %s with a toolkit, all of whose skills are there as they are',
    async (agent) => {
      const folder = folderOf()
      await runTolva(folder, ['ai', 'init', '--agent', agent])
      expect((await runTolva(folder, ['ai', 'toolkit', 'rest-api-pipeline', 'install'])).code).toBe(0)
      const tree = readTree(folder)
      const home = { claude: '.claude/skills', cursor: '.cursor/skills', codex: '.agents/skills' }[agent]
      const skills = [...TOOLKITS].filter(([name]) => /^(init|rest-api-pipeline)\/skills\//.test(name))
      expect(skills.length).toBeGreaterThan(8)
      for (const [name, text] of skills) expect(tree.get(name.replace(/^.*?\/skills/, home ?? ''))).toBe(text)
      expect(shown(tree)).not.toContain('undefined')
    },
  )
})

test('what a person had is still there, in its order', async () => {
  for (const agent of ['claude', 'cursor', 'codex']) {
    const folder = folderOf(USER)
    await runTolva(folder, ['ai', 'init', '--agent', agent])
    const after = readTree(folder)
    // Without what closes lists and objects: that is where something may have been added.
    const words = (text = '') => text.split(/[\s,{}[\]]+/).filter((word) => word !== '')
    for (const [name, text] of USER) {
      const left = words(text)
      for (const word of words(after.get(name))) if (word === left[0]) left.shift()
      expect({ name, left }).toEqual({ name, left: [] })
    }
  }
})
