import { basename } from 'node:path'
import { ConfigError } from '../../errors/tolva-error.ts'
import { checkPage } from './check-page.ts'
import { checkSkill } from './check-skill.ts'
import type { Finding, ValidationMeans } from './finding.ts'
import { readToolkitFolder } from './read-toolkit.ts'
import type { Toolkit } from './toolkit.ts'

/** Checks a toolkit: its manifest, and each skill, rule and command in it. Nothing found: it can be installed and followed. */
export async function validateToolkit(folder: string, means: ValidationMeans = {}): Promise<readonly Finding[]> {
  const toolkit = await readOrFinding(folder)
  if ('problem' in toolkit) return [toolkit]
  return [...checkManifest(toolkit, folder), ...checkParts(toolkit, means)]
}

async function readOrFinding(folder: string): Promise<Toolkit | Finding> {
  try {
    return await readToolkitFolder(folder)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return { file: 'toolkit.json', problem: error.message }
  }
}

function checkManifest(toolkit: Toolkit, folder: string): readonly Finding[] {
  const file = 'toolkit.json'
  const { entrySkill, skills, status, name } = toolkit
  return [
    ...(name === basename(folder) ? [] : [{ file, problem: `its name is ${name}, its folder ${basename(folder)}` }]),
    ...(entrySkill === undefined || skills.some((skill) => skill.name === entrySkill)
      ? []
      : [{ file, problem: `entry_skill ${entrySkill} is no skill of it` }]),
    ...(status === 'not yet' || skills.length + toolkit.rules.length + toolkit.leftOut.length > 0
      ? []
      : [{ file, problem: 'it holds nothing' }]),
    ...toolkit.leftOut.map((problem) => ({ file: 'skills', problem })),
  ]
}

function checkParts(toolkit: Toolkit, means: ValidationMeans): readonly Finding[] {
  const skills = [...toolkit.skills.map(({ name }) => name), ...(means.skills ?? [])]
  const known = { ...means, skills }
  return [
    ...toolkit.skills.flatMap((skill) => checkSkill(skill, known)),
    ...toolkit.rules.flatMap(({ name, body }) => checkPage({ file: `rules/${name}.md`, body, files: [] }, known)),
    ...toolkit.commands.flatMap(({ name, body }) => checkPage({ file: `commands/${name}.md`, body, files: [] }, known)),
  ]
}
