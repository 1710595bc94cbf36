import { type Context, Hono } from 'hono'
import { type StandIn, startStandIn } from '../../examples/stand-in.ts'
import { isTable } from '../../src/config/value-at.ts'
import type { Asked, Endpoint, Part, Shape } from './shape.ts'

/** Starts a server that answers as the shape says, and refuses what is not documented there. */
export function serveShape(shape: Shape): Promise<StandIn> {
  const app = new Hono()
  app.use(async (context, next) => {
    const { auth, refusal, headers } = shape
    if (context.req.header(auth.header) !== auth.value) return json(refusal.body, refusal.status)
    const wrong = Object.keys(headers).find((name) => context.req.header(name) !== headers[name])
    return wrong === undefined ? next() : json({ error: `the header ${wrong} is not ${headers[wrong]}` }, 400)
  })
  for (const endpoint of shape.endpoints) {
    const path = `${shape.basePath}/${endpoint.path}`
    app.on(endpoint.method ?? 'GET', path, async (context) => answer(context, endpoint))
  }
  app.notFound((context) => json({ error: `nothing at ${context.req.path}` }, 404))
  return startStandIn(app, '')
}

async function answer(context: Context, endpoint: Endpoint): Promise<Response> {
  const asked = await askedOf(context)
  const { params = [], required = [], paging } = endpoint
  const known = [...params, ...paging.params]
  const given = Object.keys(endpoint.method === 'POST' ? { ...asked.query, ...asked.body } : asked.query)
  const strange = given.find((name) => !known.includes(name))
  if (strange !== undefined) return json({ error: `there is no parameter ${strange}` }, 400)
  const missing = required.find((name) => !given.includes(name))
  if (missing !== undefined) return json({ error: `the parameter ${missing} is missing` }, 400)
  const all = endpoint.rows(asked)
  if (all === undefined) return json({ error: `nothing at ${context.req.path}` }, 404)
  const cut = paging.cut(all, asked)
  if (cut === undefined) return json({ error: `no such page: ${context.req.url}` }, 400)
  const nextQuery = cut.next === undefined ? undefined : paging.nextQuery?.(cut.next, asked)
  const part: Part = {
    ...cut,
    rows: all.slice(cut.offset, cut.offset + cut.size),
    total: all.length,
    nextUrl: nextQuery && `${context.req.url.replace(/\?.*/, '')}?${new URLSearchParams({ ...nextQuery })}`,
  }
  return json(endpoint.body(part), 200, endpoint.headers?.(part))
}

async function askedOf(context: Context): Promise<Asked> {
  const text = context.req.method === 'POST' ? await context.req.text() : ''
  const body: unknown = text === '' ? {} : JSON.parse(text)
  return { path: context.req.param(), query: context.req.query(), body: isTable(body) ? body : {} }
}

function json(body: unknown, status: number, headers: Readonly<Record<string, string>> = {}): Response {
  return Response.json(body, { status, headers })
}
