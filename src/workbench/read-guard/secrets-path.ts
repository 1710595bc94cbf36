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
    const parts = [...partsOf(place.cwd), ...partsOf(path)]
    const name = parts.at(-1) ?? ''
    if (NAME.test(name)) return true
    if (!isPattern(name)) return false
    const isHome = reachesFolder(parts.at(-2) ?? '', place)
    return EXAMPLES.some((example) => matches(name, example)) && (isHome || /secret/i.test(name))
  })
}

/** true for the folder itself that holds secrets files. */
export function isSecretsFolder(given: string, cwd: string): boolean {
  const parts = [...partsOf(cwd), ...partsOf(given)]
  return FOLDERS.includes((parts.at(-1) ?? '').toLowerCase())
}

/** true for a path that begins at a root, at a home folder or at a drive. */
export function isAbsolute(path: string): boolean {
  return /^(?:[/~]|[a-z]:[\\/])/i.test(path)
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
