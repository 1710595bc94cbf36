import { posix } from 'node:path'
import type { Finding, ValidationMeans } from './finding.ts'
import { quotedCommands } from './quoted-commands.ts'

/** A markdown file of a toolkit with what lies beside it. */
interface Page {
  readonly file: string
  /** Below the skill's folder. */
  readonly path?: string
  readonly body: string
  readonly files: readonly string[]
}

/** Checks what a page quotes: links to files, other skills, tools of the MCP server, commands. */
export function checkPage(page: Page, means: ValidationMeans): readonly Finding[] {
  const inLines = page.body.split('\n').flatMap((text, index) => {
    const problems = [...linkProblems(text, page), ...nameProblems(text, means)]
    return problems.map((problem) => ({ file: page.file, line: index + 1, problem }))
  })
  return [...inLines, ...commandProblems(page, means)]
}

function linkProblems(text: string, { path = '', files }: Page): readonly string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, to = '']) => {
    if (/^([a-z]+:|#)/.test(to)) return []
    const target = posix.join(posix.dirname(path), to.replace(/#.*$/, ''))
    return files.includes(target) ? [] : [`it links to ${to}, which is not there`]
  })
}

/** A skill is quoted as `/name` or "skill `name`", a tool by a name with an underscore before or after the word tool. */
function nameProblems(text: string, { skills, tools }: ValidationMeans): readonly string[] {
  const found = (pattern: RegExp) =>
    [...text.matchAll(pattern)].flatMap(([, name]) => (name === undefined ? [] : [name]))
  const unknown = (names: readonly string[], known: readonly string[] | undefined, kind: string) =>
    known === undefined
      ? []
      : names.filter((name) => !known.includes(name)).map((name) => `there is no ${kind} ${name}`)
  return [
    ...unknown([...found(/\bskill `\/?([a-z0-9-]+)`/g), ...found(/`\/?([a-z0-9-]+)` skill\b/g)], skills, 'skill'),
    ...unknown([...found(/\btool `(\w+)`/g), ...found(/`(\w+)` tool\b/g)], tools, 'tool'),
  ]
}

function commandProblems({ file, body }: Page, { refusal }: ValidationMeans): readonly Finding[] {
  if (refusal === undefined) return []
  return quotedCommands(body).flatMap(({ line, command }) => {
    const problem = refusal(command)
    return problem === undefined ? [] : [{ file, line, problem: `${command}: ${problem}` }]
  })
}
