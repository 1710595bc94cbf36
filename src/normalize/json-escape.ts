/** Reads one escape of a JSON string. The result stands in `after` until the next call. */
export interface EscapeReader {
  /** The byte behind the escape. */
  after: number
  /** Writes the UTF-8 bytes of the escape at `at` to `to` and returns their number, or BROKEN or UNUSUAL. */
  read(u8: Uint8Array, at: number, to: number): number
}

/** What `read` returns where no escape stands there. */
export const BROKEN = -1
/** What `read` returns for NUL and half of a surrogate pair. */
export const UNUSUAL = -2

/** The byte that stands for the one behind a backslash; 0: none. */
const SIMPLE = new Uint8Array(256)
for (const [letter, byte] of Object.entries({ n: 10, t: 9, r: 13, b: 8, f: 12, '"': 34, '\\': 92, '/': 47 })) {
  SIMPLE[letter.charCodeAt(0)] = byte
}

export function createEscapeReader(): EscapeReader {
  const reader: EscapeReader = { after: 0, read }
  return reader

  function read(u8: Uint8Array, at: number, to: number): number {
    const letter = u8[at + 1]!
    const plain = SIMPLE[letter]!
    if (plain !== 0) {
      reader.after = at + 2
      u8[to] = plain
      return 1
    }
    const code = letter === 117 ? fourHex(u8, at + 2) : BROKEN
    if (code < 0) return BROKEN
    reader.after = at + 6
    if (code === 0 || (code >= 0xdc00 && code < 0xe000)) return UNUSUAL
    if (code < 0xd800 || code > 0xdbff) return writeUtf8(u8, to, code)
    const low = u8[at + 6] === 92 && u8[at + 7] === 117 ? fourHex(u8, at + 8) : BROKEN
    if (low < 0xdc00 || low > 0xdfff) return UNUSUAL
    reader.after = at + 12
    return writeUtf8(u8, to, 0x10000 + ((code - 0xd800) << 10) + low - 0xdc00)
  }
}

function fourHex(u8: Uint8Array, at: number): number {
  let code = 0
  for (let digit = 0; digit < 4; digit++) {
    const c = u8[at + digit]!
    const lower = c | 32
    if (c >= 48 && c <= 57) code = code * 16 + c - 48
    else if (lower >= 97 && lower <= 102) code = code * 16 + lower - 87
    else return BROKEN
  }
  return code
}

function writeUtf8(u8: Uint8Array, to: number, code: number): number {
  if (code < 0x80) {
    u8[to] = code
    return 1
  }
  if (code < 0x800) {
    u8[to] = 0xc0 | (code >> 6)
    u8[to + 1] = 0x80 | (code & 63)
    return 2
  }
  if (code < 0x10000) {
    u8[to] = 0xe0 | (code >> 12)
    u8[to + 1] = 0x80 | ((code >> 6) & 63)
    u8[to + 2] = 0x80 | (code & 63)
    return 3
  }
  u8[to] = 0xf0 | (code >> 18)
  u8[to + 1] = 0x80 | ((code >> 12) & 63)
  u8[to + 2] = 0x80 | ((code >> 6) & 63)
  u8[to + 3] = 0x80 | (code & 63)
  return 4
}
