// After https://docs.github.com/en/rest: issues, issue comments, pulls, reviews, "Using pagination in the REST API".
import { numbered } from '../pagings.ts'
import { type Asked, moment, type Part, type Row, type Shape, times } from '../shape.ts'

const paging = numbered({ page: 'page', size: 'per_page', usual: 30, most: 100 })
const body = ({ rows }: Part) => rows
const headers = ({ nextUrl }: Part): Readonly<Record<string, string>> =>
  nextUrl === undefined ? {} : { Link: `<${nextUrl}>; rel="next", <${nextUrl}>; rel="last"` }
const user = (n: number) => ({
  login: `user${n % 5}`,
  id: n % 5,
  node_id: `U_${n % 5}`,
  type: 'User',
  site_admin: false,
})

const issues = [
  ...times(230, (n) => ({
    id: 9_000_000_000 + n,
    node_id: `I_${n}`,
    number: n,
    title: `Issue ${n}`,
    user: user(n),
    labels: n % 4 === 0 ? [{ id: 208045946, name: 'bug', color: 'f29513', default: true }] : [],
    state: n % 3 === 0 ? 'closed' : 'open',
    assignees: n % 7 === 0 ? [user(1)] : [],
    comments: 1,
    created_at: moment(n),
    updated_at: moment(n),
    closed_at: n % 3 === 0 ? moment(n) : null,
    reactions: { total_count: 0, '+1': 0, '-1': 0 },
  })),
]
const comments = times(120, (n) => ({
  id: 7_000_000_000 + n,
  body: `Comment ${n}`,
  user: user(n),
  issue_url: `https://api.github.com/repos/octo-org/octo-repo/issues/${n}`,
  created_at: moment(n),
  updated_at: moment(n),
}))
const pulls = times(15, (n) => ({
  id: 5_000_000_000 + n,
  number: 1000 + n,
  state: n % 2 === 0 ? 'closed' : 'open',
  title: `Change ${n}`,
  user: user(n),
  head: { label: 'octo-org:topic', ref: 'topic', sha: `6dcb09b5b57875f334f61aebed695e2e4193db${n}` },
  requested_reviewers: [user(2)],
  created_at: moment(n),
  updated_at: moment(n),
  merged_at: null,
}))
const reviewsOf = (number: string) =>
  Number(number) % 2 === 0
    ? []
    : times(2, (n) => ({
        id: Number(number) * 10 + n,
        user: user(n),
        body: 'Fine',
        state: 'APPROVED',
        submitted_at: moment(n),
      }))

/** Sorted as asked: by `created`, the newest first, where nothing else is said. */
const sorted = (rows: readonly Row[], { query }: Asked) => (query.direction === 'asc' ? rows : [...rows].reverse())
const since = (rows: readonly Row[], { query }: Asked) =>
  rows.filter((row) => String(row.updated_at) >= (query.since ?? ''))
const ofState = (rows: readonly Row[], { query }: Asked) =>
  rows.filter((row) => query.state === 'all' || row.state === (query.state ?? 'open'))
const REPO = 'repos/:owner/:repo'
const isOurs = ({ path }: Asked) => path.owner === 'octo-org' && path.repo === 'octo-repo'

export const github: Shape = {
  name: 'github',
  basePath: '',
  auth: { header: 'authorization', value: 'Bearer github_pat_11known' },
  headers: { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' },
  refusal: { status: 401, body: { message: 'Bad credentials', documentation_url: 'https://docs.github.com/rest' } },
  secrets: { access_token: 'github_pat_11known' },
  settings: { owner: 'octo-org', repo: 'octo-repo' },
  endpoints: [
    {
      path: `${REPO}/issues`,
      params: ['milestone', 'state', 'assignee', 'creator', 'mentioned', 'labels', 'sort', 'direction', 'since'],
      rows: (asked) => (isOurs(asked) ? sorted(ofState(since(issues, asked), asked), asked) : undefined),
      paging,
      body,
      headers,
    },
    {
      path: `${REPO}/issues/comments`,
      params: ['sort', 'direction', 'since'],
      rows: (asked) => (isOurs(asked) ? sorted(since(comments, asked), asked) : undefined),
      paging,
      body,
      headers,
    },
    {
      path: `${REPO}/pulls`,
      params: ['state', 'head', 'base', 'sort', 'direction'],
      rows: (asked) => (isOurs(asked) ? sorted(ofState(pulls, asked), asked) : undefined),
      paging,
      body,
      headers,
    },
    {
      path: `${REPO}/pulls/:number/reviews`,
      rows: (asked) => (isOurs(asked) ? reviewsOf(asked.path.number ?? '') : undefined),
      paging,
      body,
      headers,
    },
  ],
  counts: { issues: 230, issue_comments: 120, pull_requests: 15, reviews: 16 },
  later: {
    happen() {
      // One is changed, and one is new.
      const [first] = issues.splice(0, 1)
      if (first !== undefined) issues.push({ ...first, title: 'Changed', updated_at: moment(500) })
      if (first !== undefined) issues.push({ ...first, id: 9_000_000_999, number: 999, updated_at: moment(501) })
    },
    counts: { issues: 231 },
    changed: { table: 'issues', where: "title = 'Changed'" },
  },
}
