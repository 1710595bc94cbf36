// After https://developers.notion.com/reference of version 2022-06-28: users, search, query a database, pagination.
import { byToken } from '../pagings.ts'
import { type Asked, moment, type Part, type Row, type Shape, times } from '../shape.ts'

const inQuery = byToken({ token: 'start_cursor', size: 'page_size', usual: 100, most: 100 })
const inBody = byToken({ token: 'start_cursor', inBody: true, size: 'page_size', usual: 100, most: 100 })
const list =
  (type: string) =>
  ({ rows, next }: Part) => ({
    object: 'list',
    results: rows,
    next_cursor: next ?? null,
    has_more: next !== undefined,
    type,
    [type]: {},
  })
const stamp = (n: number) => moment(n).replace('Z', '.000Z')
const title = (text: string) => [{ type: 'text', text: { content: text, link: null }, plain_text: text, href: null }]

const users = times(3, (n) => ({
  object: 'user',
  id: `user-${n}`,
  type: 'person',
  person: { email: `user${n}@example.com` },
  name: `User ${n}`,
  avatar_url: null,
}))
const databases = times(2, (n) => ({
  object: 'database',
  id: `database-${n}`,
  created_time: stamp(n),
  last_edited_time: stamp(n),
  title: title(`Database ${n}`),
  properties: {
    Name: { id: 'title', name: 'Name', type: 'title', title: {} },
    Done: { id: 'a', name: 'Done', type: 'checkbox', checkbox: {} },
  },
  parent: { type: 'page_id', page_id: 'page-1' },
  archived: false,
}))
const page = (id: string, n: number, parent: Row): Row => ({
  object: 'page',
  id,
  created_time: stamp(n),
  last_edited_time: stamp(n),
  created_by: { object: 'user', id: 'user-1' },
  parent,
  archived: false,
  properties: {
    Name: { id: 'title', type: 'title', title: title(`Page ${n}`) },
    Done: { id: 'a', type: 'checkbox', checkbox: n % 2 === 0 },
  },
  url: `https://www.notion.so/${id}`,
})
const pages = times(130, (n) => page(`page-${n}`, n, { type: 'workspace', workspace: true }))
const entriesOf = (database: string) =>
  times(105, (n) => page(`${database}-entry-${n}`, n, { type: 'database_id', database_id: database }))

/** Without a sort, the last edited first; a filter says whether pages or databases are wanted. */
function found({ body }: Asked): readonly Row[] {
  const filter = JSON.stringify(body.filter ?? {})
  const wanted = [...databases, ...pages].filter(
    (one) => !filter.includes('value') || filter.includes(`"value":"${String(one.object)}"`),
  )
  const newest = wanted.sort((a, b) => String(b.last_edited_time).localeCompare(String(a.last_edited_time)))
  return JSON.stringify(body.sort ?? {}).includes('ascending') ? newest.reverse() : newest
}

export const notion: Shape = {
  name: 'notion',
  basePath: '/v1',
  auth: { header: 'authorization', value: 'Bearer ntn_known0123' },
  headers: { 'notion-version': '2022-06-28' },
  refusal: {
    status: 401,
    body: { object: 'error', status: 401, code: 'unauthorized', message: 'API token is invalid.' },
  },
  secrets: { access_token: 'ntn_known0123' },
  settings: {},
  endpoints: [
    { path: 'users', rows: () => users, paging: inQuery, body: list('user') },
    {
      path: 'search',
      method: 'POST',
      params: ['query', 'filter', 'sort'],
      rows: found,
      paging: inBody,
      body: list('page_or_database'),
    },
    {
      path: 'databases/:database/query',
      method: 'POST',
      params: ['filter', 'sorts'],
      rows: ({ path }) => entriesOf(path.database ?? ''),
      paging: inBody,
      body: list('page_or_database'),
    },
  ],
  counts: { users: 3, databases: 2, pages: 130, database_entries: 210 },
}
