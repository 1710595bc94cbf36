import { checkPage } from './check-page.ts'
import type { Finding, ValidationMeans } from './finding.ts'
import { readFrontMatter, textOf } from './front-matter.ts'
import type { ToolkitSkill } from './toolkit.ts'

const MIN_DESCRIPTION = 40
const MAX_DESCRIPTION = 1024
const MAX_LINES = 500
/** A description has to say when a skill is of use, and when another one is. */
const WHEN = /\b(use|when|after|before)\b/i
const WHEN_NOT = /\b(not|never|instead|except|unless)\b/i

/** Checks a skill: front matter, length, and what its files quote. */
export function checkSkill(skill: ToolkitSkill, means: ValidationMeans): readonly Finding[] {
  const folder = `skills/${skill.name}`
  const file = `${folder}/SKILL.md`
  const matter = readFrontMatter(skill.files[0]?.text ?? '')
  const name = textOf(matter, 'name')
  const { description } = skill
  const lines = matter.body.split('\n').length
  const problems = [
    ...(name === skill.name ? [] : [`its name is ${name ?? 'missing'}, its folder ${skill.name}`]),
    ...(description.length >= MIN_DESCRIPTION && description.length <= MAX_DESCRIPTION
      ? []
      : [`its description has ${description.length} characters, not ${MIN_DESCRIPTION} to ${MAX_DESCRIPTION}`]),
    ...(WHEN.test(description) ? [] : ['its description does not say when to use it']),
    ...(WHEN_NOT.test(description) ? [] : ['its description does not say when not to use it']),
    ...(lines <= MAX_LINES ? [] : [`it has ${lines} lines, more than ${MAX_LINES}`]),
  ]
  const files = skill.files.map(({ path }) => path)
  const pages = skill.files.filter(({ path }) => path.endsWith('.md'))
  return [
    ...problems.map((problem) => ({ file, problem })),
    ...pages.flatMap(({ path, text }) => checkPage({ file: `${folder}/${path}`, path, body: text, files }, means)),
  ]
}
