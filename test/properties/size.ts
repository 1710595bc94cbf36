/** How much larger than usual the properties are tried: `TOLVA_PROPERTIES=20 vitest run test/properties`. */
const FACTOR = Number(process.env.TOLVA_PROPERTIES ?? 1)

/**
 * Settings of a property that is tried so often by default. A failure prints the seed and the path that repeat it; it is
 * not shrunk, which would take minutes: each property says itself which of its many tables is wrong.
 */
export function size(numRuns: number): { readonly numRuns: number; readonly endOnFailure: boolean } {
  return { numRuns: Math.ceil(numRuns * FACTOR), endOnFailure: true }
}

/** Milliseconds that such a test may take. */
export const PATIENCE = 300_000 * Math.max(1, FACTOR)
