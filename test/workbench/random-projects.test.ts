import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AGENT_NAMES } from '../../src/workbench/agents/agent-names.ts'
import { runTolva } from './tools/run-tolva.ts'
import { folderOf, readTree, readTreeText, type Tree, writeTree } from './tools/tree.ts'

const USER = [...readTreeText(readFileSync(path.join(import.meta.dirname, 'fixtures/user.txt'), 'utf8'))]

/** Some of the files of a person, some of them cut short or with more at their end. */
const trees = fc
  .subarray(USER)
  .chain((files) =>
    fc.tuple(
      ...files.map(([name, text]) => damaged(text).map((changed): readonly [string, string] => [name, changed])),
    ),
  )

function damaged(text: string): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant(text) },
    fc.nat(text.length).map((length) => text.slice(0, length)),
    fc.constantFrom(text.replaceAll('\n', '\r\n'), `${text}# more`, '', '[]', '{}', '<!-- tolva:init -->\n'),
  )
}

/** A person's edits after the installation. */
const edits = fc.array(fc.tuple(fc.nat(), fc.constantFrom('append', 'cut', 'remove')), { maxLength: 4 })

function edit(folder: string, tree: Tree, [which, how]: readonly [number, string]): void {
  const names = [...tree.keys()].filter((name) => name !== '.dlt/.toolkits')
  const name = names[which % names.length]
  if (name === undefined) return
  const text = tree.get(name) ?? ''
  if (how === 'remove') rmSync(path.join(folder, name))
  else
    writeTree(folder, new Map([[name, how === 'cut' ? text.slice(0, which % (text.length + 1)) : `${text}\nmine\n`]]))
}

test('whatever a person has and does, a run never fails, the next has nothing to do, and their whole files stay', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...AGENT_NAMES), trees, edits, async (agent, files, changes) => {
      const folder = folderOf(new Map(files))
      const init = () => runTolva(folder, ['ai', 'init', '--agent', agent])
      expect(await init()).toMatchObject({ code: 0 })
      for (const change of changes) edit(folder, readTree(folder), change)
      const edited = readTree(folder)
      expect(await init()).toMatchObject({ code: 0 })
      const after = readTree(folder)
      for (const [name, text] of edited)
        if (/skills\//.test(name)) expect([name, after.get(name)]).toEqual([name, text])
      await init()
      expect(readTree(folder)).toEqual(after)
      rmSync(folder, { recursive: true })
    }),
    { numRuns: 25 },
  )
})
