const PYTHON_BLANK = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'
const EDGES = new RegExp(`^[${PYTHON_BLANK}]+|[${PYTHON_BLANK}]+$`, 'g')
const isDigit = /^\p{Nd}$/u

/** `text` as Python's `str.strip()` leaves it: its notion of white space is not that of `trim()`. */
export function pythonStrip(text: string): string {
  return text.replace(EDGES, '')
}

/** Turns every decimal digit of another script into its ASCII digit, as Python's `int()` and `\d` read them. */
export function asciiDigits(text: string): string {
  return text.replace(/[^\0-\x7f]/gu, (char) => {
    if (!isDigit.test(char)) return char
    const code = char.codePointAt(0)!
    let back = 1
    // scripts keep their ten digits in one run that starts at zero
    while (isDigit.test(String.fromCodePoint(code - back))) back++
    return String((back - 1) % 10)
  })
}

/** A float as Python's `repr` prints it: `2.0`, `1e-05`, `1e+16`, `nan`, `inf`. */
export function pythonRepr(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  const size = Math.abs(value)
  if (size >= 1e-4 && size < 1e16) return Number.isInteger(value) ? `${value}.0` : String(value)
  const [digits, exponent] = value.toExponential().split('e') as [string, string]
  return `${digits}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`
}

/** An integer as Python's `int(text)` reads it; undefined where that raises. */
export function pythonInt(text: string): bigint | undefined {
  const plain = asciiDigits(pythonStrip(text))
  const match = /^([-+]?)(\d+(?:_\d+)*)$/.exec(plain)
  if (match === null) return undefined
  const digits = match[2]!.replaceAll('_', '')
  if (digits.length > 4300) return undefined
  return match[1] === '-' ? -BigInt(digits) : BigInt(digits)
}

/** A hexadecimal integer as Python's `int(text, 16)` reads it; undefined where that raises. */
export function pythonHex(text: string): bigint | undefined {
  const match = /^([-+]?)(?:0x_?)?([\da-f]+(?:_[\da-f]+)*)$/i.exec(asciiDigits(pythonStrip(text)))
  if (match === null) return undefined
  const value = BigInt(`0x${match[2]!.replaceAll('_', '')}`)
  return match[1] === '-' ? -value : value
}

const FLOAT = /^[-+]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:e[-+]?\d+(?:_\d+)*)?$/i
const WORD = /^([-+]?)(inf|infinity|nan)$/i

/** A float as Python's `float(text)` reads it; undefined where that raises. */
export function pythonFloat(text: string): number | undefined {
  const plain = asciiDigits(pythonStrip(text))
  if (FLOAT.test(plain)) return Number(plain.replaceAll('_', ''))
  const word = WORD.exec(plain)
  if (word === null) return undefined
  if (word[2]!.toLowerCase() === 'nan') return Number.NaN
  return word[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
}
