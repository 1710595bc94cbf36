import { ConfigError } from '../errors/tolva-error.ts'

const REGEX_PREFIX = 're:'

/**
 * A resource's name, or `re:` and a regular expression that has to match from the name's beginning, as in dlt.
 * @throws ConfigError `invalid_pattern`.
 */
export function resourcePattern(pattern: string): (resource: string) => boolean {
  if (!isPattern(pattern)) return (resource) => resource === pattern
  try {
    const regex = new RegExp(`^(?:${pattern.slice(REGEX_PREFIX.length).replaceAll('(?P<', '(?<')})`)
    return (resource) => regex.test(resource)
  } catch (cause) {
    throw new ConfigError(`${JSON.stringify(pattern)} is not a regular expression.`, {
      code: 'invalid_pattern',
      hint: 'Mend it, or leave re: away to name one resource.',
      cause,
    })
  }
}

/** false: the text is a name. */
export const isPattern = (text: string): boolean => text.startsWith(REGEX_PREFIX)
