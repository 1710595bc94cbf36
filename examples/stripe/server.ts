// Answers like Stripe's API where the example asks it: the key by basic auth or bearer, lists by `starting_after`, its refusals.
import { type Context, Hono } from 'hono'
import { type StandIn, startStandIn } from '../stand-in.ts'

const KEY = 'sk_test_standInForStripe'
const CUSTOMERS = 230
const CHARGES = 130
const FIRST_CHARGE = 1_700_000_000

/** What the example must be told to reach the stand-in. */
export const env = { SOURCES__STRIPE__CREDENTIALS__USERNAME: KEY }

// The newest first, as Stripe lists them.
const customers = Array.from({ length: CUSTOMERS }, (_, index) => CUSTOMERS - index).map((number) => ({
  id: `cus_${String(number).padStart(8, '0')}`,
  object: 'customer',
  email: number % 9 === 0 ? null : `customer${number}@example.com`,
  balance: 0,
  created: 1_690_000_000 + number * 60,
  livemode: false,
  metadata: {},
  preferred_locales: number % 5 === 0 ? ['de', 'en'] : [],
}))

const charges = Array.from({ length: CHARGES }, (_, index) => CHARGES - index).map((number) => ({
  id: `ch_${String(number).padStart(8, '0')}`,
  object: 'charge',
  amount: number * 100,
  currency: 'eur',
  created: FIRST_CHARGE + number * 3600,
  customer: `cus_${String((number % CUSTOMERS) + 1).padStart(8, '0')}`,
  billing_details: { email: `customer${number}@example.com`, address: { city: 'Wien', country: 'AT' } },
  paid: number % 10 !== 0,
}))

/** Starts the stand-in. */
export async function start(): Promise<StandIn> {
  const app = new Hono().basePath('/v1')
  app.use(async (context, next) => {
    const basic = `Basic ${Buffer.from(`${KEY}:`).toString('base64')}`
    const sent = context.req.header('authorization')
    if (sent === basic || sent === `Bearer ${KEY}`) return next()
    return refused(context, 401, 'Invalid API Key provided')
  })
  app.get('/customers', (context) => listOf(context, customers))
  app.get('/charges', (context) => {
    const since = Number(context.req.query('created[gte]') ?? 0)
    if (Number.isNaN(since)) return refused(context, 400, 'Invalid integer: created[gte]')
    return listOf(
      context,
      charges.filter(({ created }) => created >= since),
    )
  })
  app.notFound((context) => refused(context, 404, 'Unrecognized request URL'))
  return startStandIn(app, '/v1')
}

const KNOWN = ['limit', 'starting_after', 'created[gte]']

/** `limit` is 10 by default and 100 at most; what it does not know it refuses. */
function listOf(context: Context, all: readonly { readonly id: string }[]): Response {
  const query = context.req.query()
  const unknown = Object.keys(query).find((name) => !KNOWN.includes(name))
  if (unknown !== undefined) return refused(context, 400, `Received unknown parameter: ${unknown}`)
  const limit = Number(query.limit ?? 10)
  if (!(limit >= 1 && limit <= 100)) return refused(context, 400, 'limit must be between 1 and 100')
  const after = query.starting_after
  const start = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1
  if (after !== undefined && start === 0) return refused(context, 400, `No such object: '${after}'`)
  return context.json({
    object: 'list',
    url: new URL(context.req.url).pathname,
    has_more: start + limit < all.length,
    data: all.slice(start, start + limit),
  })
}

function refused(context: Context, status: 400 | 401 | 404, message: string): Response {
  return context.json({ error: { type: 'invalid_request_error', message } }, status)
}
