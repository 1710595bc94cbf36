import { parse, stringify } from 'smol-toml'
import { valueHash } from './content-hash.ts'
import type { FoundPart, Refusal } from './part-form.ts'
import type { Wanted } from './wanted.ts'

type TomlPart = Extract<Wanted, { readonly form: 'table' }>

/** Looks for a table in a TOML file. All other lines of the file stay. */
export function findTomlPart(text = '', part: TomlPart): FoundPart | Refusal {
  const { at, value } = part
  const block = `[${at.join('.')}]\n${stringify(value)}`
  const before = read(text)
  if (before === undefined) return { refused: 'it is not TOML', add: block }
  const found = valueAt(before, at)
  const after = found === undefined ? appended(text, block) : replaced(text, { header: `[${at.join('.')}]`, block })
  // A file that says it in another way, as by an inline table, is left alone.
  const isRight = after !== undefined && valueHash(valueAt(read(after), at)) === valueHash(value)
  if (!isRight && valueHash(found) !== valueHash(value))
    return { refused: `it spells ${at[0]} in another way`, add: block }
  return {
    present: found === undefined ? undefined : valueHash(found),
    wanted: valueHash(value),
    write: () => after ?? text,
  }
}

function read(text: string): unknown {
  try {
    return parse(text)
  } catch {
    return undefined
  }
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => {
    if (typeof inner !== 'object' || inner === null) return undefined
    return Object.entries(inner).find(([name]) => name === key)?.[1]
  }, value)
}

function appended(text: string, block: string): string {
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  const gap = text.trim() === '' ? '' : `${text.endsWith('\n') ? '' : newline}${newline}`
  return `${text.trim() === '' ? '' : text}${gap}${block.replaceAll('\n', newline)}`
}

function replaced(text: string, { header, block }: { header: string; block: string }): string | undefined {
  const lines = text.split('\n')
  const start = lines.findIndex((line) => line.replace(/#.*$/, '').replaceAll(/\s/g, '') === header)
  if (start < 0) return undefined
  const length = lines.slice(start + 1).findIndex((line) => /^\s*\[/.test(line))
  const end = length < 0 ? lines.length : start + 1 + length
  const blank = lines
    .slice(start, end)
    .reverse()
    .findIndex((line) => line.trim() !== '')
  return [...lines.slice(0, start), ...block.trimEnd().split('\n'), ...lines.slice(end - blank)].join('\n')
}
