import { SchemaError } from '../errors/tolva-error.ts'
import type { NamingConvention } from '../naming/naming-convention.ts'

const REGEX_PREFIX = 're:'
const PLAIN = /^[\w\s%!"'/,:;<=>@`]*$/

/**
 * A column pattern of the settings as a test of a name: `re:` and a regular expression that is searched for, else the
 * exact name.
 * @throws SchemaError `invalid_pattern`.
 */
export function compilePattern(pattern: string): (name: string) => boolean {
  if (!pattern.startsWith(REGEX_PREFIX)) return (name) => name === pattern
  const source = pattern.slice(REGEX_PREFIX.length)
  const ignoreCase = source.startsWith('(?i)')
  try {
    const regex = new RegExp((ignoreCase ? source.slice(4) : source).replaceAll('(?P<', '(?<'), ignoreCase ? 'i' : '')
    return (name) => regex.test(name)
  } catch (cause) {
    throw new SchemaError(`${JSON.stringify(pattern)} is not a regular expression`, {
      code: 'invalid_pattern',
      hint: 'Mend the pattern in the settings of the source.',
      cause,
    })
  }
}

/** The pattern with its literal text through the naming convention; a real regular expression stays as it is. */
export function normalizePattern(pattern: string, naming: NamingConvention): string {
  if (!pattern.startsWith(REGEX_PREFIX)) return normalizeText(pattern, naming)
  return REGEX_PREFIX + normalizeText(pattern.slice(REGEX_PREFIX.length), naming)
}

function normalizeText(text: string, naming: NamingConvention): string {
  const exact = text.length >= 2 && text.startsWith('^') && text.endsWith('$')
  const inner = exact ? text.slice(1, -1) : text
  const normalized = PLAIN.test(inner) && inner !== '' ? naming.normalizePath(inner) : inner
  return exact ? `^${normalized}$` : normalized
}
