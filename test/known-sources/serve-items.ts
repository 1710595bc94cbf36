import { Hono } from 'hono'
import { type StandIn, startStandIn } from '../../examples/stand-in.ts'

const TOKEN = 't-0123'
const ROWS = Array.from({ length: 7 }, (_, index) => ({ id: index + 1, name: `Item ${index + 1}`, tags: ['a'] }))

/** A plain API with one list, for which the template needs nothing but the address and the token. */
export async function serveItems(): Promise<StandIn & { readonly token: string; readonly rows: number }> {
  const app = new Hono()
  app.get('/items', (context) =>
    context.req.header('authorization') === `Bearer ${TOKEN}`
      ? context.json({ items: ROWS })
      : context.json({ error: 'unauthorized' }, 401),
  )
  return { ...(await startStandIn(app, '')), token: TOKEN, rows: ROWS.length }
}
