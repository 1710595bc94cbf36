/** A token's colour in the theme that is shown, for what draws on a canvas: `--series-1` → `rgb(…)`. */
export function themeColor(token: string): string {
  const probe = document.createElement('span')
  probe.style.color = `var(${token})`
  document.body.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}
