const STEPS = [1, 2, 2.5, 5, 10]

/** The end of a scale from zero that holds a value and is a round number. */
export function niceEnd(value: number): number {
  if (value <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  const step = STEPS.find((one) => one * power >= value) ?? 10
  return step * power
}
