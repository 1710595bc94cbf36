import { type Comments, commentsFor } from './comments.ts'

const WIDTH = 100

/** A value of plain data as TypeScript, with comments before the keys they belong to. Lists of objects go by their names. */
export function typescriptLiteral(value: unknown, comments: Comments, path: string, depth = 0): string {
  if (Array.isArray(value)) return listText(value, comments, path, depth)
  if (typeof value !== 'object' || value === null) return scalarText(value)
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  const { own, absent } = commentsFor(
    comments,
    path,
    entries.map(([key]) => key),
  )
  const short = `{ ${entries.map(([key, inner]) => `${keyText(key)}: ${shortText(inner)}`).join(', ')} }`
  const isPlain = entries.every(([key]) => own(key).length === 0) && absent.length === 0
  if (entries.length === 0) return '{}'
  if (isPlain && depth > 1 && short.length <= WIDTH - 2 * depth) return short
  const indent = '  '.repeat(depth + 1)
  const lines = entries.flatMap(([key, inner]) => [
    ...own(key).map((text) => `${indent}// ${text}`),
    `${indent}${keyText(key)}: ${typescriptLiteral(inner, comments, path === '' ? key : `${path}.${key}`, depth + 1)},`,
  ])
  return ['{', ...absent.map((text) => `${indent}// ${text}`), ...lines, `${'  '.repeat(depth)}}`].join('\n')
}

function listText(list: readonly unknown[], comments: Comments, path: string, depth: number): string {
  if (!list.some((item) => typeof item === 'object' && item !== null)) return shortText(list)
  const indent = '  '.repeat(depth + 1)
  const items = list.map((item, index) => {
    const name = typeof item === 'object' && item !== null && 'name' in item ? String(item.name) : String(index)
    return `${indent}${typescriptLiteral(item, comments, `${path}.${name}`, depth + 1)},`
  })
  return ['[', ...items, `${'  '.repeat(depth)}]`].join('\n')
}

function shortText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shortText).join(', ')}]`
  if (typeof value !== 'object' || value === null) return scalarText(value)
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${keyText(key)}: ${shortText(inner)}`)
    .join(', ')} }`
}

function keyText(key: string): string {
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(key) && key !== '__proto__' ? key : quoted(key)
}

function scalarText(value: unknown): string {
  return typeof value === 'string' ? quoted(value) : String(value)
}

/** In single quotes unless that needs more escapes. */
function quoted(text: string): string {
  const json = JSON.stringify(text)
  return text.includes("'") ? json : `'${json.slice(1, -1).replaceAll('\\"', '"')}'`
}
