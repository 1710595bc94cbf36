import { statsOf } from './stats.ts'

/** Seconds from the first request that the server got to now. */
export async function secondsSinceFirst(base: string): Promise<number> {
  const now = performance.timeOrigin + performance.now()
  const { asked } = await statsOf(base)
  return (now - (asked[0] ?? now)) / 1000
}
