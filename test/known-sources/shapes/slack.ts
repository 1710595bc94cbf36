// After https://docs.slack.dev/reference/methods: users.list, conversations.list, conversations.history, and "Pagination".
// Every answer has the status 200, and says in `ok` whether it is one.
import { byToken } from '../pagings.ts'
import { type Part, type Shape, seconds, times } from '../shape.ts'

const paging = (usual: number) => byToken({ token: 'cursor', size: 'limit', usual, most: 1000 })
const under =
  (key: string) =>
  ({ rows, next }: Part) => ({
    ok: true,
    [key]: rows,
    response_metadata: { next_cursor: next ?? '' },
  })
const ts = (n: number) => `${seconds(n)}.000${100 + (n % 900)}`

const members = times(25, (n) => ({
  id: `U${n}`,
  team_id: 'T012AB3C4',
  name: `user${n}`,
  deleted: false,
  real_name: `User ${n}`,
  profile: { avatar_hash: 'ge3b51ca72de', email: `user${n}@example.com`, fields: null },
  is_bot: false,
  updated: seconds(n),
}))
const channels = times(3, (n) => ({
  id: `C${n}`,
  name: `channel-${n}`,
  is_channel: true,
  is_archived: false,
  is_member: true,
  created: seconds(n),
  topic: { value: 'Talk', creator: '', last_set: 0 },
  previous_names: ['old'],
  num_members: 4,
}))
const messages = [
  ...times(210, (n) => ({
    type: 'message',
    user: `U${n % 25}`,
    text: `Message ${n}`,
    ts: ts(n),
    reactions: n % 10 === 0 ? [{ name: 'thumbsup', users: ['U1', 'U2'], count: 2 }] : [],
  })),
]

export const slack: Shape = {
  name: 'slack',
  basePath: '/api',
  auth: { header: 'authorization', value: 'Bearer xoxb-known-0123' },
  headers: {},
  refusal: { status: 200, body: { ok: false, error: 'invalid_auth' } },
  secrets: { bot_token: 'xoxb-known-0123' },
  settings: {},
  endpoints: [
    {
      path: 'users.list',
      params: ['include_locale', 'team_id'],
      rows: () => members,
      paging: paging(1000),
      body: under('members'),
    },
    {
      path: 'conversations.list',
      params: ['exclude_archived', 'types', 'team_id'],
      rows: () => channels,
      paging: paging(100),
      body: under('channels'),
    },
    {
      path: 'conversations.history',
      params: ['channel', 'inclusive', 'latest', 'oldest', 'include_all_metadata'],
      required: ['channel'],
      // The newest first; `oldest` itself only where `inclusive` says so.
      rows: ({ query }) =>
        [...messages].reverse().filter(({ ts: at }) => {
          const oldest = query.oldest ?? '0'
          return query.inclusive === 'true' ? Number(at) >= Number(oldest) : Number(at) > Number(oldest)
        }),
      paging: paging(100),
      body: under('messages'),
    },
  ],
  counts: { users: 25, channels: 3, messages: 630 },
  later: {
    happen() {
      const [first] = messages
      if (first !== undefined) messages.push({ ...first, text: 'New', ts: ts(900), user: 'U1' })
    },
    counts: { messages: 633 },
    changed: { table: 'messages', where: "text = 'New' and _channels_id = 'C1'" },
  },
}
