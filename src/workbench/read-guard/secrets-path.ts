/** Stands for what a shell's variable holds. */
export const UNKNOWN = '\uE000'

/** Names of secrets files, and of what editors and people put beside them. */
const NAME = /(?:^|[^a-z])secrets?\.toml(?:$|[^a-z])/i
const FOLDERS = ['.dlt', '.tolva']
const EXAMPLES = ['secrets.toml', 'dev.secrets.toml', 'prod.secrets.toml']

interface Place {
  readonly cwd: string
  /** true: a star does not stand for a name that begins with a dot. */
  readonly shell?: boolean
}

/** true where a path, or a pattern of paths, reaches a secrets file. */
export function isSecretsPath(given: string, place: Place): boolean {
  return spellings(given).some((path) => {
    const parts = partsOf(pathFrom(place.cwd, path))
    const name = parts.at(-1) ?? ''
    if (NAME.test(name)) return true
    if (!isPattern(name)) return false
    const isHome = reachesFolder(parts.at(-2) ?? '', place)
    return EXAMPLES.some((example) => matches(name, example)) && (isHome || /secret/i.test(name))
  })
}

/** true for the folder itself that holds secrets files, and from within it for those above. */
export function isSecretsFolder(given: string, cwd: string): boolean {
  const folders = partsOf(given).length === 0 ? [pathFrom(cwd, given), cwd] : [pathFrom(cwd, given)]
  return folders.some((folder) => FOLDERS.includes((partsOf(folder).at(-1) ?? '').toLowerCase()))
}

/** A path as it is from a root, a home folder or a drive, or seen from a folder. */
export function pathFrom(folder: string, path: string): string {
  return /^(?:[/~]|[a-z]:[\\/])/i.test(path) ? path : `${folder}/${path}`
}

/** true where a folder is another one, or has it below it. */
export function holds(folder: string, other: string): boolean {
  const parts = partsOf(other)
  return partsOf(folder).every((part, at) => part === parts[at])
}

function partsOf(path: string): readonly string[] {
  const parts: string[] = []
  for (const part of path.split(/[/\\]+/)) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts
}

/** As it is, and without what a URL, a file system or a keyboard may have put in. */
function spellings(given: string): readonly string[] {
  const plain = given
    .trim()
    .replace(/^file:\/\//i, '')
    .replaceAll('\0', '')
  const decoded = decodedOnce(plain)
  return [...new Set([plain, decoded, decodedOnce(decoded)])].map((path) => path.normalize('NFKC'))
}

function decodedOnce(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function isPattern(name: string): boolean {
  return /[*?[{\uE000]/.test(name)
}

function reachesFolder(folder: string, { shell = false }: Place): boolean {
  if (FOLDERS.includes(folder.toLowerCase())) return true
  if (!isPattern(folder) || (shell && /^[*?]/.test(folder))) return false
  return FOLDERS.some((one) => matches(folder, one))
}

/** Whether a shell's pattern matches a name, in any case. Braces within braces, and ranges, may be anything. */
function matches(pattern: string, name: string): boolean {
  const flat = pattern.replace(/\{[^{}]*\.\.[^{}]*\}|\{[^{}]*\{.*\}/g, UNKNOWN)
  const parts = flat.split(/(\{[^{}]*\})/).map((part) => {
    if (!part.startsWith('{')) return expression(part)
    return `(?:${part.slice(1, -1).split(',').map(expression).join('|')})`
  })
  try {
    return new RegExp(`^${parts.join('')}$`, 'i').test(name)
  } catch {
    return true
  }
}

function expression(text: string): string {
  return text
    .replace(/[.+^$()|\\{}]/g, '\\$&')
    .replace(/\[(?:!|\\\^)/g, '[^')
    .replace(/[*\uE000]+/g, '.*')
    .replaceAll('?', '.')
}
