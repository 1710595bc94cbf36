/** What the server was asked. */
export interface Stats {
  /** When each request came, in milliseconds since 1970. */
  readonly asked: readonly number[]
  /** Most requests that were open at once. */
  readonly mostOpen: number
}

export async function statsOf(base: string): Promise<Stats> {
  const stats: Stats = await (await fetch(`${base}/stats`)).json()
  return stats
}

/** The most requests that came within any window of so many milliseconds. */
export function mostWithin(asked: readonly number[], windowMs: number): number {
  let most = 0
  let from = 0
  for (const [index, at] of asked.entries()) {
    while (at - (asked[from] ?? at) >= windowMs) from += 1
    most = Math.max(most, index - from + 1)
  }
  return most
}
