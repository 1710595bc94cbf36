import { patchedFiles, withoutPatches, withoutTexts } from './quoted-text.ts'
import { readsAll } from './reads-all.ts'
import { isSecretsFolder, isSecretsPath } from './secrets-path.ts'
import { type ShellCommand, shellCommands } from './shell-words.ts'

const NAME = /(?:^|[^a-z]|\.dlt|\.tolva)secrets?\.toml(?:$|[^a-z])/i

/** Run what they are given as text. */
const RUNNERS =
  /^(?:.*\/)?(?:sh|bash|zsh|dash|fish|eval|source|xargs|parallel|python[\d.]*|node|bun|deno|perl|ruby|ssh)$/

/** Show that a file is there, and nothing of it. */
const LOOKERS = /^(?:ls|stat|test|\[|chmod)$/
const TALKERS = /^(?:echo|printf)$/

/** true where a command line may read or write a secrets file. */
export function secretInCommand(given: string, cwd: string): boolean {
  if (patchedFiles(given).some((file) => reaches(file, isAbsolute(file) ? '' : cwd))) return true
  const commands = shellCommands(withoutTexts(withoutPatches(given), (line) => runsText(shellCommands(line))))
  const runs = runsText(commands)
  let folder = cwd
  for (const command of commands) {
    if (isRisky(command, { cwd: folder, runs })) return true
    const [program, target = ''] = command.words
    if (program === 'cd' || program === 'pushd') folder = /^[/~]/.test(target) ? target : `${folder}/${target}`
  }
  return false
}

function runsText(commands: readonly ShellCommand[]): boolean {
  return commands.some(({ words }) => words[0] === '.' || words.some((word) => RUNNERS.test(word)))
}

function isRisky(command: ShellCommand, place: { readonly cwd: string; readonly runs: boolean }): boolean {
  const { words, redirected } = command
  if (redirected.some((file) => reaches(file, place.cwd))) return true
  if (isOwn(words)) return false
  const program = (words.find((word) => !/^\w+=/.test(word)) ?? '').replace(/^.*\//, '')
  if (LOOKERS.test(program)) return false
  if (TALKERS.test(program) && !place.runs) return false
  if (program === 'git' && /^(?:commit|check-ignore|status)$/.test(words[1] ?? '')) return false
  if (words.some((word) => reaches(word, place.cwd))) return true
  if (/^(?:cd|pushd|mkdir|rmdir|tree|du|find)$/.test(program)) return readsAll(words, place)
  return (
    words.slice(1).some((word) => isSecretsFolder(word, isAbsolute(word) ? '' : place.cwd) && word !== '.') ||
    readsAll(words, place)
  )
}

/** Words may hold a file's name beside other things: `--file=x`, `HEAD:x`, `open("x")`, `"sec" + "rets.toml"`. */
function reaches(word: string, cwd: string): boolean {
  const joined = word.replace(/["'`\s+]|,\s*/g, '')
  if (NAME.test(word) || NAME.test(joined) || NAME.test(word.normalize('NFKC'))) return true
  return [word, ...word.split(/[:=,\s"'()@]+/)].some(
    (part) => part !== '' && isSecretsPath(part, { cwd: isAbsolute(part) ? '' : cwd, shell: true }),
  )
}

function isAbsolute(path: string): boolean {
  return /^(?:[/~]|[a-z]:[\\/])/i.test(path)
}

/** `tolva ai secrets …` shows shapes only, however it is started. */
function isOwn(words: readonly string[]): boolean {
  const text = words.join(' ')
  return /^(?:\w+=\S* )*(?:(?:npx|pnpm|bunx|yarn)(?: (?:exec|dlx|--no-install|--no|-y))* )?(?:node \S*tolva\/dist\/cli\/main\.js|node \S*src\/cli\/main\.ts|(?:\S*\/)?tolva) ai secrets (?:list|view-redacted|update-fragment|check)\b/.test(
    text,
  )
}
