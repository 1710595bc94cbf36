// After https://docs.stripe.com/api: authentication, pagination, and the pages of each object.
import { behindId } from '../pagings.ts'
import { type Asked, type Part, type Row, type Shape, seconds, times } from '../shape.ts'

const paging = behindId({ after: 'starting_after', id: 'id', size: 'limit', usual: 10, most: 100 })
const list =
  (url: string) =>
  ({ rows, next }: Part) => ({ object: 'list', url, has_more: next !== undefined, data: rows })
/** Lists are sorted by when their objects were made, the newest first. */
const newestFirst = (rows: readonly Row[]) => [...rows].reverse()

const customers = times(230, (n) => ({
  id: `cus_${n}`,
  object: 'customer',
  address:
    n % 2 === 0
      ? { city: 'Berlin', country: 'DE', line1: 'Ring 1', line2: null, postal_code: '10115', state: null }
      : null,
  balance: 0,
  created: seconds(n),
  currency: 'eur',
  delinquent: false,
  email: `user${n}@example.com`,
  invoice_settings: { custom_fields: null, default_payment_method: null, footer: null },
  livemode: false,
  metadata: n % 5 === 0 ? { team: 'north' } : {},
  name: `User ${n}`,
  preferred_locales: ['de'],
}))
const subscriptions = times(12, (n) => ({
  id: `sub_${n}`,
  object: 'subscription',
  created: seconds(n),
  customer: `cus_${n}`,
  status: n > 10 ? 'canceled' : 'active',
  items: { object: 'list', data: [{ id: `si_${n}_1`, object: 'subscription_item', quantity: 1 }], has_more: false },
  metadata: {},
}))
const itemsOf = (subscription: string) =>
  times(2, (n) => ({
    id: `si_${subscription.slice(4)}_${n}`,
    object: 'subscription_item',
    created: seconds(n),
    price: { id: `price_${n}`, currency: 'eur', unit_amount: 990, recurring: { interval: 'month', interval_count: 1 } },
    quantity: n,
    subscription,
  }))
const invoices = times(101, (n) => ({
  id: `in_${n}`,
  object: 'invoice',
  amount_due: 990 * n,
  created: seconds(n),
  customer: `cus_${n}`,
  lines: { object: 'list', data: [{ id: `il_${n}`, amount: 990, description: 'Plan' }], has_more: false },
  status: 'paid',
}))
const charges = times(120, (n) => ({
  id: `ch_${n}`,
  object: 'charge',
  amount: 990,
  billing_details: { email: `user${n}@example.com`, address: { country: 'DE' } },
  created: seconds(n),
  customer: `cus_${n}`,
  paid: true,
  refunded: false,
}))
const transactions = times(150, (n) => ({
  id: `txn_${n}`,
  object: 'balance_transaction',
  amount: 990,
  created: seconds(n),
  fee: 54,
  fee_details: [{ amount: 54, currency: 'eur', type: 'stripe_fee' }],
  net: 936,
  source: `ch_${n}`,
}))

const createdSince =
  (rows: readonly Row[]) =>
  ({ query }: Asked) =>
    newestFirst(rows.filter((row) => Number(row.created) >= Number(query['created[gte]'] ?? 0)))
const created = ['created[gt]', 'created[gte]', 'created[lt]', 'created[lte]']

export const stripe: Shape = {
  name: 'stripe',
  basePath: '/v1',
  // The key is the user name of basic auth, and there is no password.
  auth: { header: 'authorization', value: `Basic ${Buffer.from('rk_test_51H8known:').toString('base64')}` },
  headers: {},
  refusal: { status: 401, body: { error: { type: 'invalid_request_error', message: 'Invalid API Key provided' } } },
  secrets: { api_key: 'rk_test_51H8known' },
  settings: {},
  endpoints: [
    {
      path: 'customers',
      params: ['email', ...created],
      rows: createdSince(customers),
      paging,
      body: list('/v1/customers'),
    },
    {
      path: 'subscriptions',
      params: ['customer', 'price', 'status', ...created],
      // Without a status, those that were cancelled are left out.
      rows: ({ query }) =>
        newestFirst(subscriptions.filter((one) => query.status === 'all' || one.status !== 'canceled')),
      paging,
      body: list('/v1/subscriptions'),
    },
    {
      path: 'subscription_items',
      params: ['subscription'],
      required: ['subscription'],
      rows: ({ query }) => itemsOf(query.subscription ?? ''),
      paging,
      body: list('/v1/subscription_items'),
    },
    {
      path: 'invoices',
      params: ['customer', 'status', ...created],
      rows: createdSince(invoices),
      paging,
      body: list('/v1/invoices'),
    },
    {
      path: 'charges',
      params: ['customer', ...created],
      rows: createdSince(charges),
      paging,
      body: list('/v1/charges'),
    },
    {
      path: 'balance_transactions',
      params: ['type', 'payout', ...created],
      rows: createdSince(transactions),
      paging,
      body: list('/v1/balance_transactions'),
    },
  ],
  counts: {
    customers: 230,
    subscriptions: 12,
    subscription_items: 24,
    invoices: 101,
    charges: 120,
    balance_transactions: 150,
  },
}
