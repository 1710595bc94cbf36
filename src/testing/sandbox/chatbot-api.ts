import { type Context, Hono } from 'hono'
import { makeInteraction, makeStories, storyDetails } from './chatbot-stories.ts'
import { makeUsers, type SandboxUser } from './chatbot-users.ts'
import { envelope } from './fault.ts'

const MAX_LIMIT = 40
const USER_ID = /^[0-9a-f]{24}$/

export interface ChatbotApiOptions {
  readonly users: number
  readonly token: string
  readonly stories: number
  /** `list`: `[…]`, `data`: `{"data": […]}`. */
  readonly storiesShape: 'list' | 'data'
  /** Levels of a single story's tree. */
  readonly diagramDepth: number
  readonly seed: number
}

/** The documented part of ChatBot's API over made-up data. */
export function chatbotApi(options: ChatbotApiOptions): Hono {
  const users = makeUsers(options.users, options.seed)
  const stories = makeStories(options.stories)
  const storyOf = (id: string) => stories.find((story) => story.id === id)
  const app = new Hono()

  app.use(async (context, next) => {
    if (context.req.header('authorization') === `Bearer ${options.token}`) return next()
    return context.json(envelope(401, 'UNAUTHORIZED'), 401)
  })
  app.get('/users', (context) => {
    const page = pageOfUsers(sorted(users, context), context)
    return page === undefined ? context.json(envelope(400, 'BAD_REQUEST'), 400) : context.json(page)
  })
  app.get('/users/:id', (context) => {
    const user = users.find(({ id }) => id === context.req.param('id'))
    return user === undefined ? context.json(envelope(404, 'NOT_FOUND'), 404) : context.json(user)
  })
  app.get('/v2/stories', (context) =>
    options.storiesShape === 'list' ? context.json(stories) : context.json({ data: stories }),
  )
  app.get('/v2/stories/:id', (context) => {
    const story = storyOf(context.req.param('id'))
    if (story === undefined) return context.json(envelope(404, 'NOT_FOUND'), 404)
    return context.json(storyDetails(story, options.diagramDepth))
  })
  app.get('/stories/:id/interactions/:kind', (context) => {
    const { id, kind } = context.req.param()
    const story = storyOf(id)
    if (story === undefined || (kind !== 'welcome' && kind !== 'fallback')) {
      return context.json(envelope(404, 'NOT_FOUND'), 404)
    }
    return context.json(makeInteraction(story, kind))
  })
  app.notFound((context) => context.json(envelope(404, 'NOT_FOUND'), 404))
  return app
}

/** undefined: limit or after is not as documented. Filters are accepted and passed over. */
function pageOfUsers(users: readonly SandboxUser[], context: Context) {
  const { limit = String(MAX_LIMIT), after } = context.req.query()
  const size = /^\d+$/.test(limit) ? Number(limit) : 0
  if (size < 1 || size > MAX_LIMIT || (after !== undefined && !USER_ID.test(after))) return undefined
  const start = after === undefined ? 0 : users.findIndex(({ id }) => id === after) + 1
  if (after !== undefined && start === 0) return { data: [], count: users.length }
  return { data: users.slice(start, start + size), count: users.length }
}

function sorted(users: readonly SandboxUser[], context: Context): readonly SandboxUser[] {
  const query = context.req.query()
  const field = (query['sort[field]'] ?? query['sort.field']) === 'lastSeen' ? 'lastSeen' : 'createdAt'
  const order = (query['sort[order]'] ?? query['sort.order']) === 'asc' ? 1 : -1
  return users.toSorted((a, b) => (a[field] < b[field] ? -order : a[field] > b[field] ? order : 0))
}
