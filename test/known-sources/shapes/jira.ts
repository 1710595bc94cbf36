// After https://developer.atlassian.com/cloud/jira/platform/rest/v3: projects, issue search (search/jql), comments, users.
import { byToken, fromOffset } from '../pagings.ts'
import { moment, type Part, type Shape, times } from '../shape.ts'

const offsets = (usual: number, most: number) => fromOffset({ offset: 'startAt', size: 'maxResults', usual, most })
const pageOf =
  (key: string) =>
  ({ rows, offset, size, total, next, nextUrl }: Part) => ({
    ...(nextUrl !== undefined && { nextPage: nextUrl }),
    startAt: offset,
    maxResults: size,
    total,
    isLast: next === undefined,
    [key]: rows,
  })
const stamp = (n: number) => moment(n).replace('Z', '.000+0000')

const projects = times(60, (n) => ({
  id: String(10000 + n),
  key: `P${n}`,
  name: `Project ${n}`,
  projectTypeKey: 'software',
  avatarUrls: { '48x48': 'https://example.atlassian.net/a.png' },
  simplified: false,
}))
const users = times(105, (n) => ({
  accountId: `acc-${n}`,
  accountType: 'atlassian',
  displayName: `User ${n}`,
  active: true,
}))
const issues = [
  ...times(120, (n) => ({
    id: String(20000 + n),
    key: `P1-${n}`,
    self: `https://example.atlassian.net/rest/api/3/issue/${20000 + n}`,
    fields: {
      summary: `Issue ${n}`,
      status: { name: 'Done', statusCategory: { key: 'done' } },
      labels: n % 2 === 0 ? ['bug', 'ui'] : [],
      created: stamp(n),
      updated: stamp(n),
      project: { id: '10001', key: 'P1' },
      description: {
        type: 'doc',
        version: 1,
        content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Text' }] }],
      },
    },
  })),
]
const commentsOf = (issue: string) =>
  /[02468]$/.test(issue)
    ? times(1, (n) => ({
        id: `${issue}${n}`,
        author: { accountId: 'acc-1' },
        body: { type: 'doc', version: 1, content: [] },
        created: stamp(n),
        updated: stamp(n),
      }))
    : []

export const jira: Shape = {
  name: 'jira',
  basePath: '/rest/api/3',
  auth: {
    header: 'authorization',
    value: `Basic ${Buffer.from('ada@example.com:ATATT-known-0123').toString('base64')}`,
  },
  headers: {},
  refusal: { status: 401, body: { errorMessages: ['Client must be authenticated to access this resource.'] } },
  secrets: { username: 'ada@example.com', api_token: 'ATATT-known-0123' },
  settings: { subdomain: '' },
  endpoints: [
    {
      path: 'project/search',
      params: ['orderBy', 'query', 'expand'],
      rows: () => projects,
      paging: offsets(50, 100),
      body: pageOf('values'),
    },
    // A list alone.
    { path: 'users/search', rows: () => users, paging: offsets(50, 1000), body: ({ rows }) => rows },
    {
      // Only ids are given unless fields are named, and a query without a condition is refused.
      path: 'search/jql',
      params: ['jql', 'fields', 'expand'],
      required: ['jql'],
      rows: ({ query }) => {
        const jql = query.jql ?? ''
        if (!/[<>=]/.test(jql)) return undefined
        const rows = /order by updated desc/i.test(jql) ? [...issues].reverse() : issues
        return query.fields === undefined ? rows.map(({ id }) => ({ id })) : rows
      },
      paging: byToken({ token: 'nextPageToken', size: 'maxResults', usual: 50, most: 5000 }),
      body: ({ rows, next }) => ({
        issues: rows,
        ...(next !== undefined && { nextPageToken: next }),
        isLast: next === undefined,
      }),
    },
    {
      path: 'issue/:issue/comment',
      params: ['orderBy', 'expand'],
      rows: ({ path }) => commentsOf(path.issue ?? ''),
      paging: offsets(100, 5000),
      body: ({ rows, offset, size, total }) => ({ startAt: offset, maxResults: size, total, comments: rows }),
    },
  ],
  counts: { projects: 60, users: 105, issues: 120, issue_comments: 60 },
  later: {
    happen() {
      const [first] = issues.splice(0, 1)
      if (first !== undefined)
        issues.push({ ...first, fields: { ...first.fields, summary: 'Changed', updated: stamp(900) } })
    },
    counts: { issues: 120 },
    changed: { table: 'issues', where: "fields::varchar like '%Changed%'" },
  },
}
