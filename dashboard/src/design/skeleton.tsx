interface SkeletonProps {
  readonly rows?: number
  /** Height of a row in pixels. */
  readonly height?: number
}

/** Keeps the place of what is on its way. */
export function Skeleton({ rows = 3, height = 20 }: SkeletonProps) {
  return (
    <div class="skeleton" role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, index) => (
        <span key={index} style={{ height: `${height}px` }} />
      ))}
    </div>
  )
}
