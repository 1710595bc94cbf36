// Answers like GitHub's GraphQL API where the example asks it: one query, its variables, errors with status 200.
import { type Context, Hono } from 'hono'
import { type StandIn, startStandIn } from '../stand-in.ts'

const TOKEN = 'graphql-stand-in-token'
const ISSUES = 130

/** What the example must be told to reach the stand-in. */
export const env = { SOURCES__GRAPHQL__CREDENTIALS__TOKEN: TOKEN }

const issues = Array.from({ length: ISSUES }, (_, index) => ({
  id: `I_${index + 1}`,
  number: index + 1,
  title: `Issue ${index + 1}`,
  author: { login: `user${index % 5}` },
  labels: { nodes: index % 4 === 0 ? [{ name: 'bug' }] : [] },
}))

/** Starts the stand-in. */
export async function start(): Promise<StandIn> {
  const app = new Hono()
  app.post('/graphql', async (context) => {
    if (context.req.header('authorization') !== `Bearer ${TOKEN}`)
      return context.json({ message: 'Bad credentials' }, 401)
    if (!context.req.header('content-type')?.startsWith('application/json'))
      return context.json({ message: 'JSON wanted' }, 400)
    const { query, variables } = await context.req.json()
    if (isUnbalanced(String(query))) return failed(context, 'Parse error: the braces do not match')
    const size = Number(/issues\(first: (\d+), after: \$after\)/.exec(String(query))?.[1])
    if (!(size >= 1 && size <= 100)) return failed(context, 'issues takes first, from 1 to 100, and after')
    if (variables?.owner !== 'octo-org' || variables?.name !== 'octo-repo') {
      return failed(context, 'Could not resolve to a Repository')
    }
    const start = variables.after === null ? 0 : Number(Buffer.from(String(variables.after), 'base64').toString())
    const end = start + size
    return context.json({
      data: {
        repository: {
          issues: {
            pageInfo: { hasNextPage: end < ISSUES, endCursor: Buffer.from(String(end)).toString('base64') },
            nodes: issues.slice(start, end),
          },
        },
      },
    })
  })
  app.notFound((context) => context.json({ message: 'Not Found' }, 404))
  return startStandIn(app, '')
}

function isUnbalanced(query: string): boolean {
  const count = (brace: string) => query.split(brace).length
  return count('{') !== count('}') || query.includes('{{')
}

function failed(context: Context, message: string): Response {
  return context.json({ data: null, errors: [{ type: 'GRAPHQL_VALIDATION_FAILED', message }] })
}
