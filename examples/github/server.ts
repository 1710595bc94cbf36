// Answers like GitHub's REST API where the example asks it: pages by Link headers, `since`, its refusals.
import { Hono } from 'hono'
import { type StandIn, startStandIn } from '../stand-in.ts'

const TOKEN = 'github-stand-in-token'

/** What the example must be told to reach the stand-in. */
export const env = {
  SOURCES__GITHUB__CREDENTIALS__TOKEN: TOKEN,
  SOURCES__GITHUB__OWNER: 'octo-org',
  SOURCES__GITHUB__REPO: 'octo-repo',
}

const ISSUES = 230

/** The moment of an issue's last change; issues change in the order of their numbers. */
const updatedAt = (number: number) =>
  new Date(Date.UTC(2024, 0, 1) + number * 3_600_000).toISOString().replace('.000', '')

const issueOf = (number: number) => ({
  id: 9_000_000_000 + number,
  node_id: `I_${number}`,
  number,
  title: `Issue ${number}`,
  state: number % 3 === 0 ? 'closed' : 'open',
  user: { id: number % 5, login: `user${number % 5}` },
  labels: number % 4 === 0 ? [{ id: 1, name: 'bug', color: 'd73a4a' }] : [],
  comments: number % 3,
  created_at: updatedAt(number),
  updated_at: updatedAt(number),
  closed_at: number % 3 === 0 ? updatedAt(number) : null,
})

const commentsOf = (number: number) =>
  Array.from({ length: number % 3 }, (_, index) => ({
    id: 7_000_000_000 + number * 10 + index,
    body: `Comment ${index + 1} on ${number}`,
    user: { id: index, login: `user${index}` },
    created_at: updatedAt(number),
  }))

/** Starts the stand-in; `more` issues can be opened while it runs. */
export async function start(): Promise<StandIn & { openIssues(more: number): void }> {
  let count = ISSUES
  const app = new Hono()
  app.use(async (context, next) => {
    if (!context.req.header('user-agent')) return context.json({ message: 'User-Agent required' }, 403)
    if (context.req.header('authorization') !== `Bearer ${TOKEN}`)
      return context.json({ message: 'Bad credentials' }, 401)
    await next()
    context.header('X-RateLimit-Limit', '5000')
    context.header('X-RateLimit-Remaining', '4990')
  })
  app.get('/repos/octo-org/octo-repo/issues', (context) => {
    const { since = '', direction = 'desc', state = 'open' } = context.req.query()
    const numbers = Array.from({ length: count }, (_, index) => index + 1)
    const issues = (direction === 'asc' ? numbers : numbers.reverse())
      .map(issueOf)
      .filter((issue) => issue.updated_at >= since && (state === 'all' || issue.state === state))
    return pageOf(context.req.url, issues)
  })
  app.get('/repos/octo-org/octo-repo/issues/:number/comments', (context) =>
    pageOf(context.req.url, commentsOf(Number(context.req.param('number')))),
  )
  app.notFound((context) => context.json({ message: 'Not Found' }, 404))
  const standIn = await startStandIn(app, '')
  return {
    ...standIn,
    openIssues(more) {
      count += more
    },
  }
}

/** `per_page` is 30 by default and 100 at most; links repeat all other parameters. */
function pageOf(address: string, rows: readonly unknown[]): Response {
  const url = new URL(address)
  const size = Math.min(100, Number(url.searchParams.get('per_page') ?? 30))
  const page = Number(url.searchParams.get('page') ?? 1)
  const last = Math.max(1, Math.ceil(rows.length / size))
  const link = (to: number, rel: string) => {
    url.searchParams.set('page', String(to))
    return `<${url.href}>; rel="${rel}"`
  }
  const links = page < last ? [link(page + 1, 'next'), link(last, 'last')] : []
  return Response.json(rows.slice((page - 1) * size, page * size), {
    headers: links.length > 0 ? { link: links.join(', ') } : {},
  })
}
