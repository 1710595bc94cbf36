const KEPT = 60

/** Answers that were had, by address: a page shows the last one while it asks again. */
export interface Answers {
  get(url: string): unknown
  set(url: string, answer: unknown): void
}

/** Keeps the answers used last. */
export function createAnswers(): Answers {
  const kept = new Map<string, unknown>()
  return {
    get: (url) => kept.get(url),
    set(url, answer) {
      kept.delete(url)
      kept.set(url, answer)
      const oldest = kept.keys().next()
      if (kept.size > KEPT && !oldest.done) kept.delete(oldest.value)
    },
  }
}
