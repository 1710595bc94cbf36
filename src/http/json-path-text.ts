import { SourceError } from '../errors/tolva-error.ts'

/** A parsed path: keys and indexes only (`steps`), or a query that needs the parsed document (`query`, RFC 9535). */
export type JsonPath = { readonly steps: readonly (string | number)[] } | { readonly query: string }

const BARE_NAME = /^[^\s.[\]'",()]+/
const BRACKET = /^\[\s*(?:(-?\d+)|'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\s*\]/

/**
 * Parses a path as configuration has it: `data.items`, `$.a[-1].id`, `['@odata.value']`, `pages[*].rows[*]`, `$..rows[?(@.x>1)]`. A
 * leading `$` may be left out; dashes and `@` may stand in bare names.
 * @throws SourceError `invalid_json_path`.
 */
export function parseJsonPath(text: string): JsonPath {
  const steps: (string | number)[] = []
  let query = '$'
  let simple = true
  let rest = text.trim().replace(/^\$/, '')
  if (rest !== '' && !rest.startsWith('.') && !rest.startsWith('[')) rest = `.${rest}`
  while (rest !== '') {
    const descend = rest.startsWith('..')
    if (descend) simple = false
    const dots = descend ? '..' : ''
    const behind = rest.startsWith('.') ? rest.slice(descend ? 2 : 1) : rest
    if (behind.startsWith('[')) {
      const piece = BRACKET.exec(behind)
      const taken = piece?.[0] ?? behind.slice(0, closingBracket(behind, text))
      if (piece === null) simple = false
      else steps.push(piece[1] === undefined ? unescaped(piece[2] ?? piece[3] ?? '') : Number(piece[1]))
      query += dots + (piece === null ? taken : piece[1] === undefined ? quoted(steps.at(-1)) : `[${piece[1]}]`)
      rest = behind.slice(taken.length)
      continue
    }
    const name = rest.startsWith('.') ? BARE_NAME.exec(behind)?.[0] : undefined
    if (name === undefined) throw badPath(text)
    if (name === '*') simple = false
    else steps.push(name)
    query += dots + (name === '*' ? '[*]' : quoted(name))
    rest = behind.slice(name.length)
  }
  return simple ? { steps } : { query }
}

/** The steps as a path for `values/json-path`: `$.data["my key"][-1]`; undefined where a key has quotes of both kinds. */
export function dottedPath(steps: readonly (string | number)[]): string | undefined {
  const parts = steps.map((step) => {
    if (typeof step === 'number') return `[${step}]`
    if (/^[^\s.[\]'"$]+$/.test(step)) return `.${step}`
    if (!step.includes('"')) return `["${step}"]`
    return step.includes("'") ? undefined : `['${step}']`
  })
  return parts.includes(undefined) ? undefined : `$${parts.join('')}`
}

/** The keys as a path in which each stands in brackets, whatever is in it: `$["meta"]["next page"]`. */
export function bracketPath(keys: readonly string[]): string {
  return `$${keys.map((key) => `[${JSON.stringify(key)}]`).join('')}`
}

function closingBracket(text: string, whole: string): number {
  let depth = 0
  let quote = ''
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at)
    if (quote !== '') {
      if (char === '\\') at += 1
      else if (char === quote) quote = ''
    } else if (char === "'" || char === '"') quote = char
    else if (char === '[') depth += 1
    else if (char === ']') {
      depth -= 1
      if (depth === 0) return at + 1
    }
  }
  throw badPath(whole)
}

function quoted(name: string | number | undefined): string {
  return `[${JSON.stringify(String(name))}]`
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, '$1')
}

function badPath(text: string): SourceError {
  return new SourceError(`"${text}" is not a path into JSON`, {
    code: 'invalid_json_path',
    hint: "write keys joined by dots (data.items), indexes in brackets (data[-1].id), odd keys in quotes (['my key'])",
  })
}
