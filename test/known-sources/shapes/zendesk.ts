// After https://developer.zendesk.com/api-reference: cursor pagination, users, organizations, ticket comments, incremental exports.
import { byToken } from '../pagings.ts'
import { moment, type Part, type Shape, seconds, times } from '../shape.ts'

const paging = byToken({ token: 'page[after]', size: 'page[size]', usual: 100, most: 100 })
const under =
  (key: string) =>
  ({ rows, next, nextUrl }: Part) => ({
    [key]: rows,
    meta: { has_more: next !== undefined, after_cursor: next ?? null, before_cursor: null },
    links: { next: nextUrl ?? null, prev: null },
  })

const users = times(230, (n) => ({
  id: 35436 + n,
  name: `User ${n}`,
  email: `user${n}@example.com`,
  role: 'end-user',
  created_at: moment(n),
  updated_at: moment(n),
  tags: n % 3 === 0 ? ['vip'] : [],
  user_fields: { plan: 'free' },
  photo: null,
}))
const organizations = times(4, (n) => ({
  id: 900 + n,
  name: `Org ${n}`,
  domain_names: ['example.com'],
  created_at: moment(n),
  updated_at: moment(n),
  tags: [],
}))
const tickets = [
  ...times(12, (n) => ({
    id: n,
    subject: `Ticket ${n}`,
    status: n % 2 === 0 ? 'solved' : 'open',
    requester_id: 35436 + n,
    created_at: moment(n),
    updated_at: moment(n),
    generated_timestamp: seconds(n),
    custom_fields: [{ id: 27642, value: '745' }],
    via: { channel: 'email', source: { from: { address: `user${n}@example.com` }, to: {}, rel: null } },
  })),
]
const commentsOf = (ticket: string) =>
  times(2, (n) => ({
    id: Number(ticket) * 100 + n,
    type: 'Comment',
    body: `Comment ${n}`,
    public: true,
    attachments: [],
    author_id: 35436,
    created_at: moment(n),
    metadata: { system: { client: 'Mail' } },
  }))

export const zendesk: Shape = {
  name: 'zendesk',
  basePath: '/api/v2',
  // The address with /token behind it is the user name of basic auth, the API token its password.
  auth: {
    header: 'authorization',
    value: `Basic ${Buffer.from('ada@example.com/token:zd-known-0123').toString('base64')}`,
  },
  headers: {},
  refusal: { status: 401, body: { error: "Couldn't authenticate you" } },
  secrets: { username: 'ada@example.com/token', api_token: 'zd-known-0123' },
  settings: { subdomain: '' },
  endpoints: [
    { path: 'users.json', params: ['role', 'sort'], rows: () => users, paging, body: under('users') },
    { path: 'organizations.json', rows: () => organizations, paging, body: under('organizations') },
    {
      // Its end is told by end_of_stream; there is an after_url all the same, for later.
      path: 'incremental/tickets/cursor.json',
      params: ['start_time', 'include', 'exclude_deleted'],
      rows: ({ query }) =>
        tickets.filter(
          (one) => query.cursor !== undefined || one.generated_timestamp >= Number(query.start_time ?? 'NaN'),
        ),
      paging: {
        params: ['cursor', 'per_page'],
        cut(_rows, { query }) {
          if (query.cursor === undefined && query.start_time === undefined) return undefined
          const size = Number(query.per_page ?? 1000)
          const offset = query.cursor === undefined ? 0 : Number(query.cursor.slice(1))
          return { offset, size, next: `c${offset + size}` }
        },
        nextQuery: (next, { query }) => ({
          cursor: next,
          ...(query.per_page !== undefined && { per_page: query.per_page }),
        }),
      },
      body: ({ rows, next, nextUrl, offset, size, total }) => ({
        tickets: rows,
        after_cursor: next,
        after_url: nextUrl,
        before_url: null,
        end_of_stream: offset + size >= total,
      }),
    },
    {
      path: 'tickets/:ticket/comments.json',
      params: ['include_inline_images', 'sort', 'include'],
      rows: ({ path }) => commentsOf(path.ticket ?? ''),
      paging,
      body: under('comments'),
    },
  ],
  counts: { users: 230, organizations: 4, tickets: 12, ticket_comments: 24 },
  later: {
    happen() {
      const [first] = tickets.splice(0, 1)
      if (first !== undefined) tickets.push({ ...first, subject: 'Changed', generated_timestamp: seconds(900) })
    },
    counts: { tickets: 12, ticket_comments: 24 },
    changed: { table: 'tickets', where: "subject = 'Changed'" },
  },
}
