import { secretForms } from './secret-forms.ts'
import { writtenForms } from './written-forms.ts'

/** Words of letters only are found in other words too, so they count where they stand alone. */
const WORD = /^[a-z]{1,9}$|^\d+$/i

/** What may stand between the digits of two bytes: `63:62`, `63 62`, `\\x63\\x62`, `%63%62`. */
const BETWEEN_BYTES = '(?:\\\\+x|[\\s:%-])?'

/** Longer ones are keys, which nobody writes byte by byte. */
const LONGEST_APART = 200

/** Finds secrets in any case and in any of the spellings that a text may give them; undefined where there are none. */
export function spellingPattern(secrets: readonly string[]): RegExp | undefined {
  const known = secretForms(secrets)
  if (known.length === 0) return undefined
  const further = secrets.flatMap((secret) => [...hiddenForms(secret), ...writtenForms(secret)])
  const forms = [...known, ...further].sort((a, b) => b.length - a.length)
  return new RegExp([...[...new Set(forms)].map(patternOf), ...secrets.flatMap(bytesApart)].join('|'), 'gi')
}

/** In hexadecimal digits, backwards, and within a longer text that was put into base64 as a whole. */
function hiddenForms(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, 'utf8')
  const shifted = [0, 1, 2].flatMap((before) => {
    const coded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    // The first and the last characters hold bits of the neighbours.
    const own = coded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6))
    return own.length < 8 ? [] : [own, own.replaceAll('+', '-').replaceAll('/', '_')]
  })
  const backwards = [...secret].reverse().join('')
  return [...shifted, bytes.toString('hex'), ...(secret.length >= 8 ? [backwards] : [])]
}

function bytesApart(secret: string): readonly string[] {
  const digits = Buffer.from(secret, 'utf8').toString('hex').match(/../g) ?? []
  return digits.length < 6 || digits.length > LONGEST_APART ? [] : [digits.join(BETWEEN_BYTES)]
}

function patternOf(form: string): string {
  const literal = form.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
  return WORD.test(form) ? `(?<![A-Za-z0-9])${literal}(?![A-Za-z0-9])` : literal
}
