import { tomlKey, tomlName } from './leaves.ts'

/** One value to write, as it is spelled in TOML. */
export interface Edit {
  readonly path: readonly string[]
  readonly literal: string
}

const HEADING = /^\s*\[\s*([^[\]]+?)\s*\]\s*(?:#.*)?$/
const ANY_HEADING = /^\s*\[/
const ONE_LINE = /^(\s*)([^=#]+?)(\s*=\s*)("(?:[^"\\]|\\.)*"|'[^']*')(\s*(?:#.*)?)$/

/** The text with one value more, or with one in place of a placeholder; all other lines stay as they are. */
export function withValue(text: string, edit: Edit): string {
  const lines = text === '' ? [] : text.replace(/\r?\n$/, '').split('\n')
  return `${(replaced(lines, edit) ?? added(lines, edit)).join('\n')}\n`
}

function replaced(lines: readonly string[], { path, literal }: Edit): readonly string[] | undefined {
  let table: string | undefined = ''
  for (const [at, line] of lines.entries()) {
    if (ANY_HEADING.test(line)) table = headingOf(line)
    const [, indent, name, equals, , rest] = ONE_LINE.exec(line) ?? []
    if (name === undefined || table === undefined) continue
    if (normal(table === '' ? name : `${table}.${name}`) === tomlKey(path))
      return lines.with(at, `${indent}${name}${equals}${literal}${rest}`)
  }
  return undefined
}

function added(lines: readonly string[], { path, literal }: Edit): readonly string[] {
  const table = tomlKey(path.slice(0, -1))
  const line = `${tomlName(path.at(-1) ?? '')} = ${literal}`
  const start = table === '' ? 0 : lines.findIndex((one) => headingOf(one) === table) + 1
  if (table !== '' && start === 0) return [...lines, ...(lines.length > 0 ? [''] : []), `[${table}]`, line]
  const next = lines.findIndex((one, at) => at >= start && ANY_HEADING.test(one))
  const own = lines.slice(start, next < 0 ? lines.length : next)
  const after = start + own.findLastIndex((one) => one.trim() !== '' && !one.trim().startsWith('#')) + 1
  const isBeforeHeading = table === '' && next >= 0 && after === next
  return [...lines.slice(0, after), line, ...(isBeforeHeading ? [''] : []), ...lines.slice(after)]
}

function headingOf(line: string): string | undefined {
  const name = HEADING.exec(line)?.[1]
  return name === undefined ? undefined : normal(name)
}

/** A dotted key without the spaces and quotes that it may be written with. */
function normal(key: string): string {
  const parts = key.match(/"(?:[^"\\]|\\.)*"|'[^']*'|[^.\s]+/g) ?? []
  return tomlKey(parts.map((part) => part.replace(/^["'](.*)["']$/, '$1')))
}
