import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'

/** Path below a folder → text. */
export type Tree = ReadonlyMap<string, string>

const MARK = '=== '

/** A tree as one text, so that no agent takes its files for instructions of this repository. */
export function treeText(tree: Tree): string {
  return [...tree]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, text]) => `${MARK}${name}\n${text}`)
    .join('')
}

export function readTreeText(text: string): Tree {
  const parts = text.split(new RegExp(`^${MARK}`, 'm')).filter((part) => part !== '')
  return new Map(parts.map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1)]))
}

export function readTree(folder: string): Tree {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [path.relative(folder, file).split(path.sep).join('/'), readFileSync(file, 'utf8')]),
  )
}

export function writeTree(folder: string, tree: Tree): void {
  for (const [name, text] of tree) {
    const file = path.join(folder, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
}

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A new folder with a tree in it, which goes with the tests of the file. */
export function folderOf(tree: Tree = new Map()): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tolva-workbench-'))
  folders.push(folder)
  writeTree(folder, tree)
  return folder
}
