/** Keys to press: `g o`. */
export function KeyHint({ keys }: { readonly keys: string }) {
  return (
    <span class="keys">
      {keys.split(' ').map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
    </span>
  )
}
