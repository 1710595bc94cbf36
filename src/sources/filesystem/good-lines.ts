import { parseExact } from '../../values/exact-json.ts'

const NEWLINE = 10

/** The lines that are JSON; each other one is told. */
export function goodLines(bytes: Uint8Array, onBad: () => void): Uint8Array {
  const good: Uint8Array[] = []
  for (let begin = 0; begin < bytes.length; ) {
    const found = bytes.indexOf(NEWLINE, begin)
    const end = found === -1 ? bytes.length : found + 1
    const line = bytes.subarray(begin, end)
    if (isJson(line)) good.push(line)
    else onBad()
    begin = end
  }
  return Buffer.concat(good)
}

function isJson(line: Uint8Array): boolean {
  try {
    if (line.some((byte) => byte > 32)) parseExact(line)
    return true
  } catch {
    return false
  }
}
