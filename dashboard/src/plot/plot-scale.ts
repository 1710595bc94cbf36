const ROUND = [1, 2, 2.5, 5, 10]
const CLOCK = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400]

/** The smallest round number that is not below a value: 1, 2, 2.5 or 5 times a power of ten. */
export function roundAbove(value: number): number {
  if (value <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  return (ROUND.find((one) => one * power >= value) ?? 10) * power
}

/** Round numbers from zero on, no more than `most` steps, of which the last one holds the greatest value. */
export function valueTicks(greatest: number, most: number): readonly number[] {
  const step = roundAbove(Math.max(greatest, 0) / Math.max(1, most))
  const steps = Math.max(1, Math.ceil(greatest / step - 1e-9))
  return Array.from({ length: steps + 1 }, (_, index) => index * step)
}

/** Seconds at which a clock is written beneath a plot: round ones within it, no more than `most` steps. */
export function clockTicks(from: number, to: number, most: number): readonly number[] {
  const wanted = (to - from) / Math.max(1, most)
  const step = CLOCK.find((one) => one >= wanted) ?? Math.ceil(wanted / 86_400) * 86_400
  const first = Math.ceil(from / step - 1e-9)
  const count = Math.max(0, Math.floor(to / step + 1e-9) - first + 1)
  return Array.from({ length: count }, (_, index) => (first + index) * step)
}
