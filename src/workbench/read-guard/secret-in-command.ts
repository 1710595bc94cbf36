import { gitWords } from './git-words.ts'
import { patchedFiles, withoutPatches, withoutTexts } from './quoted-text.ts'
import { readsAll } from './reads-all.ts'
import { RUNS_CODE, RUNS_LINE, RUNS_TEXT } from './runners.ts'
import { isSecretsFolder, isSecretsPath, pathFrom, UNKNOWN } from './secrets-path.ts'
import { type ShellCommand, shellCommands } from './shell-words.ts'
import { startedBy } from './started-by.ts'

const NAME = /(?:^|[^a-z]|\.dlt|\.tolva)secrets?\.toml(?:$|[^a-z])/i

/** Show that a file is there, and nothing of it. */
const LOOKERS = /^(?:ls|stat|test|\[|chmod)$/
const TALKERS = /^(?:echo|printf)$/

/** Take names from what is said before them. */
const TAKERS = /^(?:.*\/)?(?:xargs|parallel|read|mapfile|readarray|cpio)$/

/** Code that says the folder's name, apart from the file of it that holds no secrets. */
const FOLDER_IN_CODE = /["'`/]\.(?:dlt|tolva)\b(?!\/config\.toml)/i

/** The last word of the command before. */
const LAST_WORD = /\$_|!\$|\$\{_\}/

/** Makes a star stand for names that begin with a dot. */
const WITH_DOTS = /\b(?:dotglob|globdots|glob_dots|GLOBIGNORE)\b/i

/** true where a command line may read or write a secrets file. */
export function secretInCommand(given: string, cwd: string): boolean {
  return inCommands(given, { cwd, project: cwd, dots: WITH_DOTS.test(given) })
}

function inCommands(given: string, { cwd, project, dots }: Where): boolean {
  if (patchedFiles(given).some((file) => reaches(file, { cwd, dots }))) return true
  const commands = shellCommands(withoutTexts(withoutPatches(given), (line) => runsText(shellCommands(line))))
  const runs = runsText(commands)
  const takes = LAST_WORD.test(given) || commands.some(({ words }) => words.some((word) => TAKERS.test(word)))
  let folder = cwd
  for (const command of commands) {
    if (isRisky(command, { cwd: folder, project, dots, runs, takes: takes || command.substituted })) return true
    folder = folderAfter(command.words, folder)
  }
  return false
}

/** Where the next command is, with whatever stands before `cd`. */
function folderAfter(words: readonly string[], folder: string): string {
  const [program = '', ...rest] = startedBy(words)
  if (!/^(?:cd|pushd)$/.test(program)) return folder
  return pathFrom(folder, rest.find((word) => !word.startsWith('-')) ?? '')
}

function runsText(commands: readonly ShellCommand[]): boolean {
  return commands.some(({ words }) => words[0] === '.' || words.some((word) => RUNS_TEXT.test(word)))
}

interface Where {
  readonly cwd: string
  /** Where the line began. */
  readonly project: string
  /** A star stands for names that begin with a dot as well. */
  readonly dots: boolean
}

interface Place extends Where {
  /** Something on the line runs a text that it is given. */
  readonly runs: boolean
  /** Something on the line takes names from what this command says. */
  readonly takes: boolean
}

function isRisky(command: ShellCommand, place: Place): boolean {
  const { words, redirected } = command
  if (redirected.some((file) => reaches(file, place))) return true
  if (isOwn(words)) return false
  const program = (words.find((word) => !/^\w+=/.test(word)) ?? '').replace(/^.*\//, '')
  const started = startedBy(words)
  const below = { cwd: place.cwd, project: place.project, runs: place.runs || (place.takes && !command.substituted) }
  if (LOOKERS.test(program) && !place.takes) return false
  if (TALKERS.test(program) && !place.runs && !place.takes) return false
  if (runsSecret(words, place)) return true
  if (program === 'git' && /^(?:commit|check-ignore|status)$/.test(gitWords(started)[1] ?? ''))
    return repeats(words, place)
  if (words.some((word) => reaches(word, place))) return true
  if (/^(?:cd|pushd|mkdir|rmdir|tree|du|find)$/.test(program)) return readsAll(started, below)
  return (
    words
      .slice(1)
      .map((word) => word.replace(/^--(?:chdir|directory)=/, ''))
      .some((word) => isSecretsFolder(word, place.cwd) && word !== '.') || readsAll(started, below)
  )
}

/** A commit whose message is a file. */
function repeats(words: readonly string[], where: Where): boolean {
  const files = words.filter(
    (word, at) =>
      /^(?:-[Ft]|--file|--template)$/.test(words[at - 1] ?? '') || /^(?:-[Ft].|--(?:file|template)=)/.test(word),
  )
  return files.some((file) => reaches(file.replace(/^-[Ft]/, ''), where))
}

/** Command lines and code within a command. */
function runsSecret(words: readonly string[], where: Where): boolean {
  const texts = words.slice(1).filter((word) => /[\s(]/.test(word))
  if (words.some((word) => RUNS_CODE.test(word)) && texts.some((text) => FOLDER_IN_CODE.test(text))) return true
  return words.some((word) => RUNS_LINE.test(word)) && texts.some((text) => inCommands(text, where))
}

/** Words may hold a file's name beside other things: `--file=x`, `HEAD:x`, `open("x")`, `"sec" + "rets.toml"`. */
function reaches(word: string, { cwd, dots }: Pick<Where, 'cwd' | 'dots'>): boolean {
  const joined = word.replace(/["'`\s+]|,\s*/g, '')
  if (NAME.test(word) || NAME.test(joined) || NAME.test(word.normalize('NFKC'))) return true
  const filled = word.replace(/\{\w*\}|%s?/g, UNKNOWN)
  return [word, filled, ...word.split(/[:=,\s"'()@]+/)].some(
    (part) => part !== '' && isSecretsPath(part, { cwd, shell: !dots }),
  )
}

/** `tolva ai secrets …` shows shapes only, however it is started. */
function isOwn(words: readonly string[]): boolean {
  const text = words.join(' ')
  return /^(?:\w+=\S* )*(?:(?:npx|pnpm|bunx|yarn)(?: (?:exec|dlx|--no-install|--no|-y))* )?(?:node \S*tolva\/dist\/cli\/main\.js|node \S*src\/cli\/main\.ts|(?:\S*\/)?tolva) ai secrets (?:list|view-redacted|update-fragment|check)\b/.test(
    text,
  )
}
