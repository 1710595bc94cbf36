/** Moves the focus through rows that can be opened (`data-row`): to the next (1) or the one before (-1). False: there is none. */
export function moveInList(step: 1 | -1): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>('main [data-row]')]
  const at = rows.findIndex((row) => row.contains(document.activeElement))
  const next = at === -1 ? (step === 1 ? rows[0] : rows.at(-1)) : rows[at + step]
  next?.focus()
  return next !== undefined
}
