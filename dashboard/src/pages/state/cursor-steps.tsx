import { formatUtc } from '../../format/time.ts'
import { placeOf, valueText } from './value-text.ts'

const WIDTH = 160
const HEIGHT = 28

interface CursorStepsProps {
  /** The oldest first. */
  readonly history: readonly { readonly at: string; readonly value: unknown }[]
}

/** How a cursor moved over the last runs, as steps. */
export function CursorSteps({ history }: CursorStepsProps) {
  const points = history.flatMap(({ value }) => {
    const place = placeOf(value)
    return place === undefined ? [] : [place]
  })
  if (points.length < 2 || points.length < history.length) return null
  const low = Math.min(...points)
  const span = Math.max(...points) - low
  const x = (index: number) => (index / (points.length - 1)) * (WIDTH - 6) + 3
  const y = (place: number) => HEIGHT - 4 - (span === 0 ? 0.5 : (place - low) / span) * (HEIGHT - 8)
  const line = points
    .map((place, index) => (index === 0 ? `M${x(0)} ${y(place)}` : `H${x(index)}V${y(place)}`))
    .join('')
  const label = `After the last ${history.length} runs: ${history.map((one) => valueText(one.value)).join(', ')}`
  return (
    <svg class="cursor-steps" width={WIDTH} height={HEIGHT} role="img" aria-label={label}>
      <title>{history.map((one) => `${formatUtc(new Date(one.at))}: ${valueText(one.value)}`).join('\n')}</title>
      <path d={line} />
      <circle cx={x(points.length - 1)} cy={y(points.at(-1) ?? 0)} r={3} />
    </svg>
  )
}
