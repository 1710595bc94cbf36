import { parse } from 'smol-toml'
import { isTable } from '../config/value-at.ts'

/** A `[section]` of a TOML file, with its lines. */
export interface TomlSection {
  readonly name: string
  readonly text: string
}

/** The sections of a new file that one that is there has not; none where that one cannot be read. */
export function missingSections(present: string, fresh: string): readonly TomlSection[] {
  const found = parsed(present)
  if (found === undefined) return []
  return sectionsOf(fresh).filter(({ name }) => !hasSection(found, name.split('.')))
}

function sectionsOf(text: string): readonly TomlSection[] {
  return text
    .split(/^(?=\[)/m)
    .filter((part) => part.startsWith('['))
    .map((part) => ({ name: part.slice(1, part.indexOf(']')), text: `${part.trimEnd()}\n` }))
}

function hasSection(value: unknown, path: readonly string[]): boolean {
  const [first, ...rest] = path
  if (first === undefined) return true
  return isTable(value) && Object.hasOwn(value, first) && hasSection(value[first], rest)
}

function parsed(text: string): unknown {
  try {
    return parse(text)
  } catch {
    return undefined
  }
}
