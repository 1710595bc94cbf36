import { RUNS_CODE, RUNS_LINE } from './runners.ts'
import { shellCommands } from './shell-words.ts'
import { startedBy } from './started-by.ts'

/** A variable of a configuration, `SOURCES__SHOP__API_KEY`, whose last part is that of a secret. */
const SECRET = /^\w+__\w*(?:key|token|password|passwd|passphrase|secret|credentials?)$/i

/** Code that takes the environment as a whole. */
const WHOLE_IN_CODE =
  /process\.env(?![\w.[])|process\.env\[(?!["'])|os\.environ(?!b?\s*(?:\[\s*["']|\.get\(\s*["']))|\bENV\b(?!\s*(?:[[{]|\.fetch\())/

/** Variables of this process that hold secrets: an assistant's shell has them, too. */
export function secretVariables(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.keys(env).filter((name) => SECRET.test(name) && env[name] !== '')
}

/** true where a command line says what one of these variables holds, or what all do; without any it is false. */
export function showsEnvironment(line: string, secrets: readonly string[]): boolean {
  if (secrets.length === 0) return false
  const names = new RegExp(`\\$(?:\\{[!#]?|env:)?(?:${secrets.join('|')})\\b`, 'i')
  return names.test(line) || shellCommands(line).some(({ words }) => shows(words, secrets))
}

function shows(given: readonly string[], secrets: readonly string[]): boolean {
  const [program = '', ...rest] = startedBy(given)
  const isNamed = (text: string) => secrets.some((name) => text.includes(name))
  if (given.some((word) => /\/environ$|^env:\\?$/i.test(word))) return true
  if (RUNS_CODE.test(program) && rest.some((word) => WHOLE_IN_CODE.test(word) || isNamed(word))) return true
  const lines = RUNS_LINE.test(program) ? rest.map((word) => word.replace(/^\w+=/, '')) : []
  if (lines.some((line) => /^(?:env|printenv|set)$|\s/.test(line) && showsEnvironment(line, secrets))) return true
  switch (program.replace(/^.*\//, '')) {
    case 'env':
      return !rest.some((word) => /^(?:-i|-|--ignore-environment)$/.test(word))
    case 'printenv':
      return rest.length === 0 || rest.some((word) => word === '-0' || word === '--null' || isNamed(word))
    case 'set':
      return rest.length === 0
    case 'export':
    case 'declare':
    case 'typeset':
      return (
        rest.every((word) => word.startsWith('-')) || (rest.some((word) => /^-\w*p/.test(word)) && rest.some(isNamed))
      )
    default:
      return false
  }
}
