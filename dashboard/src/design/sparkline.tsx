interface SparklineProps {
  readonly values: readonly number[]
  /** What it shows, in words: `rows of the last 8 runs: 10, 12, …` */
  readonly label: string
  readonly width?: number
  readonly height?: number
}

/** A small plot of a few values, as bars from zero. */
export function Sparkline({ values, label, width = 96, height = 20 }: SparklineProps) {
  const top = Math.max(1, ...values)
  const step = width / Math.max(values.length, 12)
  return (
    <svg class="sparkline" width={width} height={height} role="img" aria-label={label}>
      <title>{label}</title>
      {values.map((value, index) => {
        const tall = value === 0 ? 1 : Math.max(2, (value / top) * height)
        return (
          <rect
            key={index}
            class={index === values.length - 1 ? 'spark-last' : 'spark'}
            x={width - (values.length - index) * step}
            y={height - tall}
            width={Math.max(1, step - 2)}
            height={tall}
            rx={1}
          />
        )
      })}
    </svg>
  )
}
