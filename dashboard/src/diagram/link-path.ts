type Point = { readonly x: number; readonly y: number }

/** A smooth line through points, as an SVG path. */
export function linkPath(points: readonly Point[]): string {
  const [first, ...rest] = points
  if (first === undefined) return ''
  const parts = [`M${at(first)}`]
  rest.forEach((point, i) => {
    const before = i === 0 ? first : (rest[i - 1] ?? first)
    const bend = (point.x - before.x) / 2
    parts.push(`C${at({ x: before.x + bend, y: before.y })} ${at({ x: point.x - bend, y: point.y })} ${at(point)}`)
  })
  return parts.join('')
}

function at({ x, y }: Point): string {
  return `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`
}
