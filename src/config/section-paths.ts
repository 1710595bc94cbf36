/** Where a field is looked for: `sections` from the outside in, then the name of the part the field belongs to. */
export interface SectionQuery {
  /** e.g. `['sources', 'chatbot', 'chatbot_source']`. */
  readonly sections: readonly string[]
  /** Sections between those and the field, dropped first. */
  readonly embedded?: readonly string[]
  /** A last section that stands at the end of every path, e.g. `credentials`. */
  readonly tail?: string | null
}

/**
 * Section paths in the order in which dlt tries them: the longest first, one section less each time, down to none. A source whose
 * module and name differ is also found under `sources.<name>`, as the third path.
 */
export function sectionPaths(query: SectionQuery): readonly (readonly string[])[] {
  const embedded = query.embedded ?? []
  const tail = query.tail ? [query.tail] : []
  const all = [...query.sections, ...embedded]
  const paths = Array.from({ length: all.length + 1 }, (_, dropped) => [...all.slice(0, all.length - dropped), ...tail])
  const compact = compactPath(query.sections)
  if (compact === undefined) return paths
  const path = [...compact, ...embedded, ...tail]
  if (paths.some((other) => other.join('\0') === path.join('\0'))) return paths
  return [...paths.slice(0, 2), path, ...paths.slice(2)]
}

/** The path a user is told to write: the short form of a source, else the longest. */
export function suggestedPath(query: SectionQuery): readonly string[] {
  const sections = compactPath(query.sections) ?? dropTwin(query.sections)
  return [...sections, ...(query.embedded ?? []), ...(query.tail ? [query.tail] : [])]
}

/** For credentials and the like: the innermost embedded section becomes the tail; those with a leading underscore are skipped. */
export function withEmbedded(sections: readonly string[], embedded: readonly string[]): SectionQuery {
  const innermost = embedded.at(-1)
  const tail = innermost === undefined || innermost.startsWith('_') ? null : innermost
  return { sections, embedded: embedded.slice(0, -1).filter((name) => !name.startsWith('_')), tail }
}

function compactPath(sections: readonly string[]): readonly string[] | undefined {
  const [top, module, name] = sections
  return top === 'sources' && name !== undefined && module !== name ? [top, name] : undefined
}

function dropTwin(sections: readonly string[]): readonly string[] {
  return sections[0] === 'sources' && sections.length === 3 && sections[1] === sections[2]
    ? sections.slice(0, 2)
    : sections
}
