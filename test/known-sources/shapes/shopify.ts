// After https://shopify.dev/docs/api/admin-rest: "Make paginated requests", products, customers, orders, transactions.
import { byToken, unpaged } from '../pagings.ts'
import { type Asked, moment, type Part, type Row, type Shape, times } from '../shape.ts'

// A request with page_info may have a limit and nothing else that filters.
const paging = byToken({ token: 'page_info', alone: true, size: 'limit', usual: 50, most: 250 })
const headers = ({ nextUrl }: Part): Readonly<Record<string, string>> =>
  nextUrl === undefined ? {} : { Link: `<${nextUrl}>; rel="next"` }
const under =
  (key: string) =>
  ({ rows }: Part) => ({ [key]: rows })
const stamp = (n: number) => moment(n).replace('Z', '+00:00')
const updated = ['updated_at_min', 'updated_at_max', 'created_at_min', 'since_id', 'fields', 'ids']
const since =
  (rows: readonly Row[]) =>
  ({ query }: Asked) =>
    rows.filter(
      (row) => Date.parse(String(row.updated_at)) >= Date.parse(query.updated_at_min ?? '1970-01-01T00:00:00Z'),
    )

const products = times(260, (n) => ({
  id: 632910392 + n,
  title: `Product ${n}`,
  vendor: 'Acme',
  handle: `product-${n}`,
  created_at: stamp(n),
  updated_at: stamp(n),
  tags: 'new, sale',
  status: 'active',
  variants: [{ id: 808950810 + n, title: 'Blue', price: '199.00', position: 1, inventory_quantity: 10 }],
  options: [{ id: 594680422 + n, name: 'Color', position: 1, values: ['Blue'] }],
  image: null,
}))
const customers = times(30, (n) => ({
  id: 207119551 + n,
  email: `user${n}@example.com`,
  created_at: stamp(n),
  updated_at: stamp(n),
  orders_count: 1,
  total_spent: '199.65',
  addresses: [{ id: 207119551 + n, city: 'Louisville', country_code: 'US', default: true }],
}))
const orders = [
  ...times(8, (n) => ({
    id: 450789469 + n,
    name: `#100${n}`,
    created_at: stamp(n),
    updated_at: stamp(n),
    closed_at: n > 5 ? stamp(n) : null,
    total_price: '598.94',
    customer: { id: 207119551 + n, email: `user${n}@example.com` },
    line_items: [{ id: 466157049 + n, product_id: 632910392 + n, quantity: 1, price: '199.00' }],
    shipping_lines: [],
  })),
]
const transactionsOf = (order: string) =>
  times(2, (n) => ({
    id: Number(order) * 10 + n,
    order_id: Number(order),
    kind: n === 1 ? 'authorization' : 'capture',
    amount: '598.94',
    status: 'success',
    receipt: { testcase: true },
  }))

export const shopify: Shape = {
  name: 'shopify',
  basePath: '/admin/api/2025-07',
  auth: { header: 'x-shopify-access-token', value: 'shpat_known0123' },
  headers: {},
  refusal: {
    status: 401,
    body: { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' },
  },
  secrets: { access_token: 'shpat_known0123' },
  settings: { shop: '' },
  endpoints: [
    { path: 'products.json', params: updated, rows: since(products), paging, body: under('products'), headers },
    { path: 'customers.json', params: updated, rows: since(customers), paging, body: under('customers'), headers },
    {
      path: 'orders.json',
      params: ['status', ...updated],
      // Without a status only open orders are given.
      rows: (asked) =>
        since(
          orders.filter(
            (one) => asked.query.status === 'any' || asked.query.page_info !== undefined || one.closed_at === null,
          ),
        )(asked),
      paging,
      body: under('orders'),
      headers,
    },
    {
      path: 'orders/:order/transactions.json',
      params: ['since_id', 'fields'],
      rows: ({ path }) => transactionsOf(path.order ?? ''),
      paging: unpaged,
      body: under('transactions'),
    },
  ],
  counts: { products: 260, customers: 30, orders: 8, order_transactions: 16 },
  later: {
    happen() {
      const [first] = orders
      if (first !== undefined) orders[0] = { ...first, total_price: '0.00', updated_at: stamp(900) }
    },
    counts: { orders: 8, order_transactions: 16 },
    changed: { table: 'orders', where: "total_price = '0.00'" },
  },
}
