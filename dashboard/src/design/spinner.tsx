/** Says that something is going on, in a word beside it. */
export function Spinner({ label }: { readonly label: string }) {
  return (
    <span class="spinner" role="status">
      <span class="spinner-ring" aria-hidden="true" />
      {label}
    </span>
  )
}
