import type { ChatbotData } from '../../src/testing/sandbox/chatbot-data.ts'
import type { Scenario } from './scenario.ts'
import { visitsOf } from './visits-of.ts'

/** Table → a text for each of its rows. A nested row begins with what tells its root. */
export type Truth = ReadonlyMap<string, readonly string[]>

/** Of a pipeline that never ran. */
export const NOTHING: Truth = new Map(
  ['users', 'users__visits', 'stories', 'welcome_interaction', 'fallback_interaction'].map((table) => [table, []]),
)

/** What the destination must hold after loads of these states of the account, oldest first. */
export function truthOf(rounds: readonly ChatbotData[], { disposition, asValues, refresh }: Scenario): Truth {
  const now = rounds.at(-1)
  if (now === undefined) return new Map()
  const users = disposition === 'append' && !refresh ? asFirstSeen(rounds) : now.users
  const truth = new Map([['users', users.map((user) => userText(user))]])
  if (asValues)
    truth.set(
      'users__visits',
      users.flatMap((user) => visitsOf(user).map(({ page }) => `${user.id} ${page}`)),
    )
  if (disposition === 'append') return truth
  truth.set(
    'stories',
    now.stories.map(({ id, name }) => `${id} ${name}`),
  )
  truth.set(
    'stories__integrations',
    now.stories.flatMap(({ id, integrations }) => integrations.map((one) => `${id} ${one}`)),
  )
  truth.set(
    'stories__metrics',
    now.stories.flatMap(({ id, metrics }) => metrics.map(({ date }) => `${id} ${date}`)),
  )
  for (const kind of ['welcome', 'fallback'] as const) {
    const each = now.stories.map((story) => ({ id: story.id, one: now.interaction(story, kind) }))
    truth.set(
      `${kind}_interaction`,
      each.map(({ id, one }) => `${id} ${one.name}`),
    )
    truth.set(
      `${kind}_interaction__responses`,
      each.flatMap(({ id, one }) => one.responses.map(({ type }) => `${id} ${type}`)),
    )
  }
  return truth
}

/** What is appended stays as it was when it came. */
function asFirstSeen(rounds: readonly ChatbotData[]): ChatbotData['users'] {
  const seen = new Map<string, ChatbotData['users'][number]>()
  for (const { users } of rounds) for (const user of users) if (!seen.has(user.id)) seen.set(user.id, user)
  return [...seen.values()]
}

function userText({ id, userId, conversations, attributes }: ChatbotData['users'][number]): string {
  return `${id} ${userId} ${conversations} ${attributes.default_name}`
}

/** How the rows of each table are read as the texts of the truth; the root's key comes by the parent's row id. */
export const READ_AS: Readonly<
  Record<string, { readonly text: string; readonly root?: string; readonly key?: string }>
> = {
  users: { text: "t.id || ' ' || t.user_id || ' ' || t.conversations || ' ' || t.attributes__default_name" },
  users__visits: { root: 'users', key: 'id', text: 't.page' },
  stories: { text: "t.id || ' ' || t.name" },
  stories__integrations: { root: 'stories', key: 'id', text: 't.value' },
  stories__metrics: { root: 'stories', key: 'id', text: 'substr(CAST(t.date AS VARCHAR), 1, 10)' },
  welcome_interaction: { text: "t._stories_id || ' ' || t.name" },
  fallback_interaction: { text: "t._stories_id || ' ' || t.name" },
  welcome_interaction__responses: { root: 'welcome_interaction', key: '_stories_id', text: 't.type' },
  fallback_interaction__responses: { root: 'fallback_interaction', key: '_stories_id', text: 't.type' },
}
