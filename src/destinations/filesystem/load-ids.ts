/** Compares load ids as the numbers they are: dlt writes as many digits as it needs. */
export function compareLoadIds(one: string, other: string): number {
  const [a, b] = [scaled(one), scaled(other)]
  return a < b ? -1 : a > b ? 1 : 0
}

const DIGITS = 12

function scaled(loadId: string): bigint {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(loadId)
  if (match === null) return -1n
  return BigInt((match[1] ?? '') + (match[2] ?? '').slice(0, DIGITS).padEnd(DIGITS, '0'))
}
