// Answers like Shopify's REST Admin API where the example asks it: a token header, Link headers with page_info, its refusals.
import { type Context, Hono } from 'hono'
import { type StandIn, startStandIn } from '../stand-in.ts'

const TOKEN = 'shpat_standInForShopify'
const PATH = '/admin/api/2025-07'
const PRODUCTS = 620
const ORDERS = 310

/** What the example must be told to reach the stand-in. */
export const env = { SOURCES__SHOPIFY__CREDENTIALS__API_KEY: TOKEN }

const at = (hours: number) =>
  new Date(Date.UTC(2024, 5, 1) + hours * 3_600_000).toISOString().replace('.000Z', '+00:00')

const products = Array.from({ length: PRODUCTS }, (_, index) => ({
  id: 8_000_000_000_000 + index,
  title: `Product ${index}`,
  tags: 'new',
  updated_at: at(index),
  variants: Array.from({ length: 1 + (index % 3) }, (_, variant) => ({
    id: 46_000_000_000_000 + index * 10 + variant,
    sku: `SKU-${index}-${variant}`,
    price: '19.90',
    inventory_quantity: index % 7,
  })),
}))

const orders = Array.from({ length: ORDERS }, (_, index) => ({
  id: 5_000_000_000_000 + index,
  name: `#${1001 + index}`,
  currency: 'EUR',
  total_price: '39.80',
  cancelled_at: index % 20 === 0 ? at(index) : null,
  updated_at: at(index),
  customer: { id: 6_000_000_000_000 + (index % 50), tags: '' },
  line_items: [{ id: 13_000_000_000_000 + index, product_id: 8_000_000_000_000 + (index % PRODUCTS), quantity: 2 }],
}))

/** Starts the stand-in. */
export async function start(): Promise<StandIn> {
  const app = new Hono().basePath(PATH)
  let calls = 0
  app.use(async (context, next) => {
    if (context.req.header('x-shopify-access-token') !== TOKEN) {
      return context.json(
        { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' },
        401,
      )
    }
    calls += 1
    await next()
    context.header('X-Shopify-Shop-Api-Call-Limit', `${1 + (calls % 40)}/40`)
  })
  app.get('/products.json', (context) => pageOf(context, 'products', products))
  app.get('/orders.json', (context) => pageOf(context, 'orders', orders))
  app.notFound((context) => context.json({ errors: 'Not Found' }, 404))
  return startStandIn(app, PATH)
}

/** `limit` is 50 by default and 250 at most. With `page_info` no other parameter but `limit` and `fields` is allowed. */
function pageOf(context: Context, name: string, all: readonly { readonly updated_at: string }[]): Response {
  const { page_info: pageInfo, limit: wanted = '50', ...others } = context.req.query()
  const limit = Number(wanted)
  if (!(limit >= 1 && limit <= 250)) return context.json({ errors: { limit: 'must be between 1 and 250' } }, 400)
  const extra = Object.keys(others).filter((other) => other !== 'fields')
  if (pageInfo !== undefined && extra.length > 0) {
    return context.json({ errors: { [extra[0] ?? '']: `${extra[0]} cannot be passed when page_info is present` } }, 400)
  }
  const place = pageInfo === undefined ? { start: 0, since: others.updated_at_min ?? '' } : decoded(pageInfo)
  const rows = all.filter((row) => row.updated_at >= place.since)
  const end = place.start + limit
  const link = (start: number, rel: string) => {
    const url = new URL(context.req.url)
    url.search = `?limit=${limit}&page_info=${encoded({ ...place, start })}`
    return `<${url.href}>; rel="${rel}"`
  }
  const links = [
    ...(place.start > 0 ? [link(Math.max(0, place.start - limit), 'previous')] : []),
    ...(end < rows.length ? [link(end, 'next')] : []),
  ]
  return context.json({ [name]: rows.slice(place.start, end) }, 200, links.length > 0 ? { link: links.join(', ') } : {})
}

interface PageInfo {
  readonly start: number
  readonly since: string
}

function encoded(info: PageInfo): string {
  return Buffer.from(JSON.stringify(info)).toString('base64url')
}

function decoded(text: string): PageInfo {
  const { start, since } = JSON.parse(Buffer.from(text, 'base64url').toString())
  return { start: Number(start), since: String(since) }
}
