import { createHash } from 'node:crypto'
import { ConfigError } from '../errors/tolva-error.ts'

/** Longer names become shorter ones, so that a path stays below the 260 characters of Windows and a name below 255 bytes. */
const LONGEST = 64
const LONGEST_BYTES = 128
const KEPT = 40
const KEPT_BYTES = 100
const DIGEST = 16
/** Begins the digest; no name that is given has it. */
const MARK = '~'
/** Windows takes these for devices, whatever follows the first dot. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/**
 * A name that is legal on every system; of a long one its beginning and a digest.
 * @throws ConfigError code `bad_name`.
 */
export function fileName(name: string, what: string): string {
  const checked = checkName(name, what)
  if (checked.length <= LONGEST && Buffer.byteLength(checked) <= LONGEST_BYTES && !DEVICES.test(checked)) return checked
  const digest = createHash('sha256').update(checked).digest('hex').slice(0, DIGEST)
  return `${beginning(checked)}${MARK}${digest}`
}

/** Whether a file's name is not the name that was given. */
export const isShortened = (file: string): boolean => file.includes(MARK)

/**
 * A name that can be a file's name on every system, unchanged.
 * @throws ConfigError code `bad_name`.
 */
export function checkName(name: string, what: string): string {
  if (/^[\p{L}\p{N}_][\p{L}\p{N}_. -]{0,199}$/u.test(name) && !/[. ]$/.test(name)) return name
  throw new ConfigError(`${JSON.stringify(name)} cannot be the name of a ${what}`, {
    code: 'bad_name',
    hint: 'Use letters, digits, "_", "-" and "." only, beginning with a letter, digit or "_", at most 200 of them.',
  })
}

/** Cut between letters; a device's name is no more one with what is put behind it, except before a dot. */
function beginning(name: string): string {
  let kept = ''
  for (const letter of name.replaceAll('.', '-')) {
    if (kept.length + letter.length > KEPT || Buffer.byteLength(kept + letter) > KEPT_BYTES) break
    kept += letter
  }
  return kept
}
