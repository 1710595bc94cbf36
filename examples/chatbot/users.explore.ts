// A report: `tolva explore users.explore.ts --check`, `--html users.html`, or the page of Reports in `tolva pipeline … show`.
import type { ReportContext } from 'tolva/explore'

export const title = 'Users of the ChatBot'
export const pipeline = 'chatbot_pipeline'

/** What the report is about, in one line. */
export async function summary({ sql }: ReportContext) {
  const [row] = await sql`select count(*) as users, sum(conversations) as conversations from users`
  return `**${row?.users} users** had **${row?.conversations} conversations**.`
}

export async function usersPerDay({ sql }: ReportContext) {
  const values = await sql`
    select cast(created_at as date) as day, count(*) as users
    from users group by 1 order by 1`
  return {
    mark: 'bar',
    data: { values },
    encoding: {
      x: { field: 'day', type: 'ordinal', timeUnit: 'yearmonthdate', title: null },
      y: { field: 'users', type: 'quantitative' },
    },
  }
}

export async function conversationsByLanguage({ sql }: ReportContext) {
  const values = await sql`
    select attributes__default_language as language, avg(conversations) as conversations
    from users group by 1 order by 2 desc`
  return {
    mark: 'bar',
    data: { values },
    encoding: {
      y: { field: 'language', type: 'nominal', sort: '-x', title: null },
      x: { field: 'conversations', type: 'quantitative', title: 'conversations of a user, on average' },
    },
  }
}

/** Rows: a relation is read by who shows it. */
export function mostActive({ dataset }: ReportContext) {
  return dataset.table('users').select('id', 'conversations', 'last_seen').orderBy('conversations', 'desc').limit(10)
}
mostActive.title = 'The ten most active'
