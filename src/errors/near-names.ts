/** Up to three of the known names that are spelled like the given one, the nearest first. */
export function nearNames(name: string, known: Iterable<string>): readonly string[] {
  const plain = simplify(name)
  return [...known]
    .map((candidate) => ({ candidate, distance: distance(plain, simplify(candidate)) }))
    .filter(({ candidate, distance }) => distance <= Math.max(2, Math.min(plain.length, candidate.length) / 3))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ candidate }) => candidate)
}

/** The known name that is most like the given one, or else one that begins as it does; undefined where none is near. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const [nearest] = nearNames(name, known)
  if (nearest !== undefined || name.length < 3) return nearest
  return known.find((candidate) => beginsAlike(name.toLowerCase(), candidate.toLowerCase()))
}

/** `did you mean a, b?`, or the known names where none is near. */
export function suggestion(name: string, known: Iterable<string>): string {
  const all = [...known]
  const near = nearNames(name, all)
  if (near.length > 0) return `did you mean ${near.join(', ')}?`
  if (all.length === 0) return 'there are none yet: run the pipeline first'
  return `known are ${all.slice(0, 20).join(', ')}${all.length > 20 ? `, and ${all.length - 20} more` : ''}`
}

function beginsAlike(a: string, b: string): boolean {
  return a.startsWith(b) || b.startsWith(a)
}

function simplify(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}

function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min(replaced, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1))
    }
    previous = row
  }
  return previous[b.length] ?? 0
}
