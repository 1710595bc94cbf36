import { type Context, Hono } from 'hono'
import type { ChatbotData } from './chatbot-data.ts'
import { storyDetails } from './chatbot-stories.ts'
import { envelope } from './fault.ts'

const MAX_LIMIT = 40
const USER_ID = /^[0-9a-f]{24}$/

export interface ChatbotApiOptions {
  readonly token: string
  /** `list`: `[…]`, `data`: `{"data": […]}`. */
  readonly storiesShape: 'list' | 'data'
  /** Levels of a single story's tree. */
  readonly diagramDepth: number
}

/** The documented part of ChatBot's API over made-up data, which is asked for at each request. */
export function chatbotApi(data: () => ChatbotData, options: ChatbotApiOptions): Hono {
  const storyOf = (id: string) => data().stories.find((story) => story.id === id)
  const app = new Hono()

  app.use(async (context, next) => {
    if (context.req.header('authorization') === `Bearer ${options.token}`) return next()
    return context.json(envelope(401, 'UNAUTHORIZED'), 401)
  })
  app.get('/users', (context) => {
    const page = pageOfUsers(data(), context)
    if (page === undefined) return context.json(envelope(400, 'BAD_REQUEST'), 400)
    return context.body(page, 200, { 'Content-Type': 'application/json' })
  })
  app.get('/users/:id', (context) => {
    const user = data().users.find(({ id }) => id === context.req.param('id'))
    return user === undefined ? context.json(envelope(404, 'NOT_FOUND'), 404) : context.json(user)
  })
  app.get('/v2/stories', (context) => {
    const { stories } = data()
    return options.storiesShape === 'list' ? context.json(stories) : context.json({ data: stories })
  })
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
    return context.json(data().interaction(story, kind))
  })
  app.notFound((context) => context.json(envelope(404, 'NOT_FOUND'), 404))
  return app
}

/** undefined: limit or after is not as documented. Filters are accepted and passed over. */
function pageOfUsers(data: ChatbotData, context: Context): string | undefined {
  const query = context.req.query()
  const { limit = String(MAX_LIMIT), after } = query
  const size = /^\d+$/.test(limit) ? Number(limit) : 0
  if (size < 1 || size > MAX_LIMIT || (after !== undefined && !USER_ID.test(after))) return undefined
  const field = (query['sort[field]'] ?? query['sort.field']) === 'lastSeen' ? 'lastSeen' : 'createdAt'
  const direction = (query['sort[order]'] ?? query['sort.order']) === 'asc' ? 'asc' : 'desc'
  const { texts, places } = data.listing(field, direction)
  const start = after === undefined ? 0 : (places.get(after) ?? texts.length) + 1
  return `{"data":[${texts.slice(start, start + size).join()}],"count":${texts.length}}`
}
