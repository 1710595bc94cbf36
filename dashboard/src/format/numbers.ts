const PLAIN = new Intl.NumberFormat('en', { maximumFractionDigits: 2 })
const COMPACT = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 })
const PERCENT = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 })

/** `1,204,113` */
export function formatNumber(value: number): string {
  return PLAIN.format(value)
}

/** `1.2M`; up to 9,999 in whole, below ten with a tenth. */
export function formatCompact(value: number): string {
  if (Math.abs(value) < 9.95) return PLAIN.format(Math.round(value * 10) / 10)
  return Math.abs(value) < 10_000 ? PLAIN.format(Math.round(value)) : COMPACT.format(value)
}

/** `12.5%` of a share between 0 and 1. */
export function formatPercent(share: number): string {
  return PERCENT.format(share)
}

/** `1 row`, `1,204 rows`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`
}
