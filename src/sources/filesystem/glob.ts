const SPECIAL = /[.+^${}()|\\/]/

/**
 * Whether a relative path fits a pattern: `*` and `?` stay within a folder, `**` is any number of folders, `[abc]` and `[!abc]` are
 * one character. Names that begin with a dot are found by patterns that name the dot only.
 */
export function globMatcher(pattern: string): (path: string) => boolean {
  const parts = pattern.replace(/^\.?\//, '').split('/')
  let source = ''
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1
    if (part === '**') source += isLast ? `(?:${VISIBLE}[^/]*/)*${VISIBLE}[^/]*` : `(?:${VISIBLE}[^/]*/)*`
    else source += `${part.startsWith('.') ? '' : VISIBLE}${nameSource(part)}${isLast ? '' : '/'}`
  }
  const expression = new RegExp(`^${source}$`, 's')
  return (path) => expression.test(path)
}

const VISIBLE = '(?!\\.)'

function nameSource(part: string): string {
  let source = ''
  for (let at = 0; at < part.length; at++) {
    const letter = part[at] ?? ''
    const end = letter === '[' ? part.indexOf(']', at + 2) : -1
    if (letter === '*') source += '[^/]*'
    else if (letter === '?') source += '[^/]'
    else if (end > 0) {
      const inside = part.slice(at + 1, end).replaceAll('\\', '\\\\')
      source += `[${inside.startsWith('!') ? `^${inside.slice(1)}` : inside}]`
      at = end
    } else source += SPECIAL.test(letter) || letter === '[' || letter === ']' ? `\\${letter}` : letter
  }
  return source
}

/** The folder that all matches are below, with a slash at its end; empty: the root. */
export function fixedFolder(pattern: string): string {
  const parts = pattern.replace(/^\.?\//, '').split('/')
  const first = parts.findIndex((part) => /[*?[]/.test(part))
  const folders = parts.slice(0, first === -1 ? -1 : Math.min(first, parts.length - 1))
  return folders.length === 0 ? '' : `${folders.join('/')}/`
}
