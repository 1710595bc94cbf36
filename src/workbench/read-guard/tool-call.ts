import type { GuardedCall } from './judge.ts'

/** Tools of this package: they show shapes only. */
const OWN = /^(?:mcp_+tolva_+|mcp__tolva__|tolva[./:_-])/i

/** Tools that read, write or search files, or run something, as the assistants call theirs. */
const READERS =
  /^(?:read|read_?file|read_?many_?files|view|open|cat|edit|edit_?file|multi_?edit|write|write_?file|create_?file|replace|apply_?patch|str_?replace\w*|notebook_?(?:read|edit)|grep|grep_?search|search_?file_?content|bash|shell|local_?shell|exec|exec_?command|run_?shell_?command|run_?(?:terminal_?)?(?:cmd|command)|unified_?exec)$/i
const SEARCHES = /grep|search_?file_?content/i
const LISTS = /^(?:glob|ls|list_?dir(?:ectory)?)$/i

const PATHS = /(?:path|paths|file|files|filename|file_?name|uri|url|include|target|source|destination|absolute_?path)$/i
const COMMANDS = /^(?:command|cmd|command_?line|script|patch|input|args|arguments|chars)$/i

/** What a call of a tool by its name is about to read, write or run. */
export function toolCall(tool: unknown, input: unknown, cwd: unknown): GuardedCall {
  const name = typeof tool === 'string' ? tool : ''
  const from = typeof cwd === 'string' ? cwd : ''
  if (OWN.test(name) || LISTS.test(name)) return { paths: [], commands: [], cwd: from, mustName: false }
  const mustName = name === '' || READERS.test(name)
  if (SEARCHES.test(name)) return { paths: searched(input), commands: [], cwd: from, mustName: false }
  return {
    paths: textsUnder(input, PATHS),
    commands: textsUnder(input, COMMANDS),
    cwd: typeof folderIn(input) === 'string' ? String(folderIn(input)) : from,
    mustName,
  }
}

/** A search reads all that is below its folder and matches its pattern of names. */
function searched(input: unknown): readonly string[] {
  const { path, dir_path: directory, glob, include, include_pattern: pattern } = fieldsOf(input)
  const folder = String(path ?? directory ?? '.')
  const names = [glob, include, pattern].filter((one) => typeof one === 'string')
  if (names.length === 0) return [folder, `${folder}/*`]
  return names
    .filter((name) => !name.startsWith('!'))
    .map((name) => `${folder}/${name.includes('/') ? '' : '**/'}${name}`)
}

function folderIn(input: unknown): unknown {
  const { cwd, workdir, working_directory: working } = fieldsOf(input)
  return cwd ?? workdir ?? working
}

/** All texts under such names, at any depth; a list of words is one command line. */
function textsUnder(input: unknown, names: RegExp): readonly string[] {
  return Object.entries(fieldsOf(input)).flatMap(([name, value]) => {
    if (!names.test(name)) return typeof value === 'object' ? textsUnder(value, names) : []
    if (typeof value === 'string') return [value]
    if (!Array.isArray(value)) return textsUnder(value, names)
    const texts = value.filter((one) => typeof one === 'string')
    return names === COMMANDS ? [texts.map(quoted).join(' '), ...texts.filter((text) => text.includes(' '))] : texts
  })
}

function quoted(word: string): string {
  return /^[\w./=:@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

/** The fields of an object, or those of the objects in a list. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
