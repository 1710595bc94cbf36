import { gitWords } from './git-words.ts'
import { holds, isSecretsFolder, isSecretsPath, pathFrom } from './secrets-path.ts'

const SEARCHES = /^(?:grep|egrep|fgrep|zgrep|ugrep|ug|rg|rga|ag|ack)$/

const ARCHIVERS = /^(?:tar|bsdtar|gtar|zip|7z|rsync)$/
const COPIERS = /^(?:cp|scp)$/

/** Places that a secrets folder may lie below. */
const BROAD = /^(?:\.|\.\.(?:\/\.\.)*|\*|\.\*|~|\/|\uE000)?$/

interface Place {
  /** Where the command runs. */
  readonly cwd: string
  /** The folder with the secrets, which the line may have left by `cd`. */
  readonly project: string
  /** Something on the line runs a text that it is given. */
  readonly runs: boolean
}

/** true for a search or a walk that reads every file of a folder, hidden ones among them, and leaves secrets files in. */
export function readsAll(words: readonly string[], place: Place): boolean {
  const program = (words[0] ?? '').replace(/^.*\//, '')
  if (program === 'find') return walks(words, place)
  if (ARCHIVERS.test(program))
    return words.slice(1).some((word) => isAbove(word.replace(/(.)\/+$/, '$1'), place)) && !leavesOut(words)
  const isDeepDiff = program === 'diff' && words.some((word) => /^-[a-zA-Z]*r|^--recursive$/.test(word))
  if (isDeepDiff) return words.slice(1).some((word) => isAbove(word, place)) && !leavesOut(words)
  if (COPIERS.test(program))
    return (
      words.some((word) => /^-[a-zA-Z]*[rRa]/.test(word)) && words.slice(1, -1).some((word) => isAbove(word, place))
    )
  if (program === 'git') return ofGit(gitWords(words), place)
  if (!SEARCHES.test(program)) return false
  const flags = words.filter((word) => word.startsWith('-'))
  if (words.some((word, at) => word === 'recurse' && words[at - 1] === '-d')) flags.push('-r')
  if (!isDeep(program, flags)) return false
  if (leavesOut(words)) return false
  if (flags.some((flag) => flag.startsWith('--include=') && !isSecretsPath(`./${flag.slice(10)}`, { cwd: '/.dlt' })))
    return false
  const targets = words
    .slice(1)
    .filter((word) => !word.startsWith('-'))
    .slice(1)
  const folders = targets.map((target) => target.replace(/\/+$/, '') || '/')
  return targets.length === 0 || folders.some((folder) => isAbove(folder, place))
}

/** git passes over ignored files, which secrets files are, unless it is told otherwise. */
function ofGit([, does, ...words]: readonly string[], place: Place): boolean {
  const isBroad = words.some(
    (word) => /^(?:-[a-zA-Z]*A[a-zA-Z]*|--all)$/.test(word) || isAbove(word.replace(/(.)\/+$/, '$1'), place),
  )
  switch (does) {
    case 'grep':
      return words.some((word) => /^--(?:no-index|untracked|no-exclude)/.test(word))
    case 'add':
    case 'stage':
      return isBroad && words.some((word) => /^(?:-[a-zA-Z]*f[a-zA-Z]*|--force)$/.test(word))
    case 'stash':
      return words.some((word) => /^(?:-[a-zA-Z]*a[a-zA-Z]*|--all)$/.test(word))
    case 'diff':
      return isBroad && words.includes('--no-index')
    default:
      return false
  }
}

function leavesOut(words: readonly string[]): boolean {
  return words.some((word) => /^(?:--exclude(?:-dir)?=|!|--glob=!|-g!).*(?:\.dlt|secrets|\*\.\S*toml)/i.test(word))
}

/** ripgrep and its like leave hidden and ignored files out unless they are told otherwise. */
function isDeep(program: string, flags: readonly string[]): boolean {
  const short = flags.filter((flag) => /^-[^-]/.test(flag)).join('')
  if (/grep$/.test(program))
    return (
      /[rR]/.test(short) || flags.some((flag) => /^--(?:dereference-)?recursive$|^--directories=recurse$/.test(flag))
    )
  return /[u.]/.test(short) || flags.some((flag) => /^--(?:no-ignore|hidden|unrestricted|all)/.test(flag))
}

/** `find` alone lists; with something to run for each file, itself or behind a pipe, it reads. */
function walks(words: readonly string[], place: Place): boolean {
  if (!place.runs && !words.some((word) => /^-(?:exec|execdir|ok|fprint|delete)/.test(word))) return false
  const names = words.filter(
    (_, at) => /^-i?(?:name|path|wholename)$/.test(words[at - 1] ?? '') && !/^(?:!|-not)$/.test(words[at - 2] ?? ''),
  )
  if (names.length > 0) return names.some((name) => isSecretsPath(`./${name}`, { cwd: '/.dlt' }))
  const target = (words[1] ?? '.').replace(/\/+$/, '') || '/'
  return target.startsWith('-') || isAbove(target, place)
}

/** The folder that the project is in, one above it, or the one with the secrets. */
function isAbove(folder: string, { cwd, project }: Place): boolean {
  return (
    BROAD.test(folder) ||
    `${cwd}/`.startsWith(`${folder}/`) ||
    isSecretsFolder(folder, cwd) ||
    holds(pathFrom(cwd, folder), project)
  )
}
