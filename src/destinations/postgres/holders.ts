import type { Holder } from './watch-session.ts'

/** Sessions as people look for them: `session 4711 (user shop, application psql, in a transaction since …)`. */
export function told(holders: readonly Holder[]): string {
  return holders
    .map(({ pid, user, application, since }) => {
      const known = [
        user && `user ${user}`,
        application && `application ${application}`,
        since && `in a transaction since ${since}`,
      ].filter(Boolean)
      return known.length === 0 ? `session ${pid}` : `session ${pid} (${known.join(', ')})`
    })
    .join(' and ')
}
