/** A line of a JSON document that is shown as a tree. */
export interface JsonLine {
  /** `$.sources.users["odd key"][0]`, by which it is told from all others. */
  readonly path: string
  readonly depth: number
  /** Undefined for the whole. */
  readonly key: string | undefined
  readonly value: unknown
  /** How many it holds; undefined where it holds nothing. */
  readonly size: number | undefined
  readonly isOpen: boolean
}

/** Whether a part of a document is open, by its path, its depth and how much it holds. */
export type IsOpen = (path: string, depth: number, size: number) => boolean

/** The lines of a document that are seen, in order. */
export function jsonLines(document: unknown, isOpen: IsOpen): readonly JsonLine[] {
  const lines: JsonLine[] = []
  const add = (key: string | undefined, value: unknown, at: { readonly path: string; readonly depth: number }) => {
    const parts = partsOf(value)
    const opened = parts !== undefined && parts.length > 0 && isOpen(at.path, at.depth, parts.length)
    lines.push({ path: at.path, depth: at.depth, key, value, size: parts?.length, isOpen: opened })
    if (!opened) return
    for (const [name, part] of parts) {
      add(name, part, { path: `${at.path}${step(name, Array.isArray(value))}`, depth: at.depth + 1 })
    }
  }
  add(undefined, document, { path: '$', depth: 0 })
  return lines
}

/** Paths of all parts whose key or value holds a text, in any case, and of what they lie in. */
export function pathsWith(
  document: unknown,
  text: string,
): { readonly found: ReadonlySet<string>; readonly around: ReadonlySet<string> } {
  const sought = text.toLowerCase()
  const found = new Set<string>()
  const around = new Set<string>()
  const look = (key: string, value: unknown, path: string): boolean => {
    const parts = partsOf(value)
    const isHit =
      key.toLowerCase().includes(sought) || (parts === undefined && String(value).toLowerCase().includes(sought))
    let holds = false
    for (const [name, part] of parts ?? []) {
      holds = look(name, part, `${path}${step(name, Array.isArray(value))}`) || holds
    }
    if (isHit) found.add(path)
    if (holds) around.add(path)
    return isHit || holds
  }
  look('', document, '$')
  return { found, around }
}

function partsOf(value: unknown): readonly (readonly [string, unknown])[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.entries(value)
}

function step(name: string, isList: boolean): string {
  if (isList) return `[${name}]`
  return /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`
}
