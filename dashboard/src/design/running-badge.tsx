/** Says that a run is going on. */
export function RunningBadge() {
  return (
    <span class="badge badge-accent">
      <span class="pulse" aria-hidden="true" />
      Running
    </span>
  )
}
