const UNITS = ['B', 'kB', 'MB', 'GB', 'TB']

/** `1.4 MB`, in powers of a thousand as tolva's other messages say them. */
export function formatBytes(bytes: number): string {
  let value = Math.abs(bytes)
  let unit = 0
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000
    unit += 1
  }
  const digits = unit === 0 || value >= 99.5 ? 0 : value >= 9.95 ? 1 : 2
  return `${bytes < 0 ? '-' : ''}${trimmed(value.toFixed(digits))} ${UNITS[unit]}`
}

function trimmed(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}
