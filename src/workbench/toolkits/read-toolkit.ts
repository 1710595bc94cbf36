import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { isErrno } from '../../storage/errno.ts'
import { readFrontMatter, textOf } from './front-matter.ts'
import { KEBAB, readManifest } from './manifest.ts'
import type { Toolkit, ToolkitFile, ToolkitPage, ToolkitSkill } from './toolkit.ts'

/**
 * Reads a toolkit from its folder. Skills that cannot be used are left out and told.
 * @throws ConfigError code `bad_toolkit`, where its manifest is wrong.
 */
export async function readToolkitFolder(folder: string): Promise<Toolkit> {
  const manifest = await readManifest(folder)
  const skills = await Promise.all((await namesIn(folder, 'skills')).map((name) => readSkill(folder, name)))
  return {
    name: manifest.name,
    version: manifest.version,
    description: manifest.description,
    tags: manifest.tags ?? [],
    listed: manifest.listed ?? true,
    ...(manifest.status !== undefined && { status: manifest.status }),
    dependencies: manifest.dependencies ?? [],
    ...(manifest.entry_skill !== undefined && { entrySkill: manifest.entry_skill }),
    skills: skills.filter((skill) => typeof skill !== 'string'),
    rules: await readPages(folder, 'rules'),
    commands: await readPages(folder, 'commands'),
    ignore: (await textIfThere(join(folder, 'ignore'))).split(/\r?\n/).filter((line) => line.trim() !== ''),
    leftOut: skills.filter((skill) => typeof skill === 'string'),
  }
}

async function readSkill(folder: string, name: string): Promise<ToolkitSkill | string> {
  const place = join(folder, 'skills', name)
  const files = await filesIn(place)
  const main = files.find(({ path }) => path === 'SKILL.md')
  if (!KEBAB.test(name)) return `${name}: the folder's name is not in kebab-case`
  if (main === undefined) return `${name}: it has no SKILL.md`
  const matter = readFrontMatter(main.text)
  if (matter.problem !== undefined) return `${name}: ${matter.problem}`
  const description = textOf(matter, 'description')
  if (description === undefined) return `${name}: its front matter has no description`
  const argumentHint = textOf(matter, 'argument-hint')
  return {
    name,
    description,
    ...(argumentHint !== undefined && { argumentHint }),
    files: [main, ...files.filter((file) => file !== main)],
  }
}

async function readPages(folder: string, kind: 'rules' | 'commands'): Promise<readonly ToolkitPage[]> {
  const names = (await namesIn(folder, kind)).filter((name) => name.endsWith('.md'))
  return Promise.all(
    names.map(async (file) => {
      const matter = readFrontMatter(await readFile(join(folder, kind, file), 'utf8'))
      const name = basename(file, '.md')
      const heading = /^#+\s+(.+)$/m.exec(matter.body)?.[1]?.trim()
      return { name, description: textOf(matter, 'description') ?? heading ?? name, body: matter.body }
    }),
  )
}

/** Files only, as they are in the folder: what a link leads to is not ours to copy. */
async function filesIn(folder: string): Promise<readonly ToolkitFile[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(nothingThere)
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  return Promise.all(
    files.map(async (file) => ({
      path: file.slice(folder.length + 1).replaceAll('\\', '/'),
      text: await readFile(file, 'utf8'),
    })),
  )
}

async function namesIn(folder: string, kind: string): Promise<readonly string[]> {
  const entries = await readdir(join(folder, kind), { withFileTypes: true }).catch(nothingThere)
  return entries
    .filter((entry) => (kind === 'skills' ? entry.isDirectory() : entry.isFile()))
    .map(({ name }) => name)
    .sort()
}

async function textIfThere(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    if (isErrno(error, 'ENOENT')) return ''
    throw error
  })
}

function nothingThere(error: unknown): [] {
  if (isErrno(error, 'ENOENT', 'ENOTDIR')) return []
  throw error
}
