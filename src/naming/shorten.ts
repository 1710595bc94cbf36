import { ConfigError } from '../errors/tolva-error.ts'
import { shake128Base64 } from '../values/digest.ts'

const TAG_BYTES = 4

/** The six characters that stand for an identifier that had to be cut. */
export function tagOf(identifier: string): string {
  return shake128Base64(identifier, TAG_BYTES).replaceAll('/', 'a').replaceAll('+', 'b').toLowerCase()
}

/**
 * Cuts `normalized` to `maxLength` code points (none or 0: no limit) around a tag of `original`, so that two long names stay two names.
 * Throws ConfigError where not even the tag fits.
 */
export function shorten(normalized: string, original: string, maxLength: number | undefined): string {
  if (!maxLength || normalized.length <= maxLength) return normalized
  const points = [...normalized]
  if (points.length <= maxLength) return normalized
  const tag = tagOf(original)
  const left = maxLength - tag.length
  if (left < 0) {
    throw new ConfigError(`Identifiers of at most ${maxLength} characters cannot be told apart`, {
      code: 'identifier_limit_too_short',
      hint: `Set the destination's identifier limit to ${tag.length} or more.`,
    })
  }
  const half = Math.floor(left / 2)
  return points.slice(0, half + (left % 2)).join('') + tag + points.slice(points.length - half).join('')
}
