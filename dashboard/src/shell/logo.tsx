/** tolva's sign: a funnel, and what comes out of it in order. */
export function Logo({ size = 22 }: { readonly size?: number }) {
  return (
    <svg class="logo" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path class="logo-funnel" d="M3 4.5h18l-6.6 7.4v3.2l-4.8 2.4v-5.6z" />
      <rect class="logo-rows" x="8" y="19.2" width="8" height="1.8" rx="0.9" />
    </svg>
  )
}
