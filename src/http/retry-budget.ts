/** How many further tries all requests of a client may have together. */
export interface RetryBudget {
  /** A request was sent for the first time. */
  earn(): void
  /** Takes one try, or is used up. */
  spend(): boolean
}

const EARNED_PER_REQUEST = 0.2

/**
 * A reserve of tries that requests refill slowly: an API that fails now and then is asked again, one that is dying is left
 * alone instead of getting five times the requests.
 *
 * @param reserve tries to begin with, and the most there can be.
 */
export function retryBudget(reserve: number): RetryBudget {
  let left = reserve
  return {
    earn() {
      if (left < reserve) left = Math.min(reserve, left + EARNED_PER_REQUEST)
    },
    spend() {
      if (left < 1) return false
      left -= 1
      return true
    },
  }
}
