import { PAGINATORS, type PaginatorName, pagingCampaign } from './paging-life.ts'

export interface CrashPaginators {
  /** The name of one, or `all`. */
  readonly paginator: string
  /** For each paginator: half of them one page after the other, half side by side. */
  readonly kills: number
  readonly seed: number
  /** Paginators at once. */
  readonly parallel: number
  readonly say: (line: string) => void
}

/**
 * Kills loads by each paginator, and says a line of each.
 * @returns whether every row came, once.
 * @throws Error for a paginator that there is not.
 */
export async function crashPaginators({ paginator, kills, seed, parallel, say }: CrashPaginators): Promise<boolean> {
  const all = Object.keys(PAGINATORS).filter((name): name is PaginatorName => name in PAGINATORS)
  const wanted = all.filter((name) => paginator === 'all' || paginator === name)
  if (wanted.length === 0) throw new Error(`there is no paginator ${paginator}: ${all.join(', ')}`)
  const waiting = wanted.flatMap((name) => [1, 4].map((concurrency) => ({ paginator: name, concurrency })))
  let isGood = true
  async function worker(): Promise<void> {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const begun = performance.now()
      const totals = await pagingCampaign({ ...next, kills: Math.ceil(kills / 2), seed })
      const count = (kind: string) =>
        totals.faults.filter((fault) => fault.kind === kind).reduce((sum, fault) => sum + fault.count, 0)
      const how = next.concurrency === 1 ? 'in turn     ' : 'side by side'
      const seconds = ((performance.now() - begun) / 1000).toFixed(0)
      say(
        `${next.paginator.padEnd(13)} ${how} ${totals.kills} kills, ${totals.loads} loads, ${totals.requests} requests: ` +
          `${count('lost')} lost, ${count('doubled')} doubled, ${count('failed') + count('wrong')} else, ${seconds} s`,
      )
      for (const { kind, what } of totals.faults) say(`       ${kind}: ${what}`)
      isGood &&= totals.faults.length === 0
    }
  }
  await Promise.all(Array.from({ length: parallel }, worker))
  return isGood
}
