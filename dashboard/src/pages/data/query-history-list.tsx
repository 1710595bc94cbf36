import { useState } from 'preact/hooks'
import { Empty } from '../../design/empty.tsx'
import { Time } from '../../design/time.tsx'
import { formatDuration } from '../../format/duration.ts'
import { counted } from '../../format/numbers.ts'
import { findQueries, type PastQuery } from '../../sql-editor/query-history.ts'

interface QueryHistoryListProps {
  readonly history: readonly PastQuery[]
  readonly onChoose: (sql: string) => void
}

/** Statements that were run before; one that is chosen comes back into the editor. */
export function QueryHistoryList({ history, onChoose }: QueryHistoryListProps) {
  const [search, setSearch] = useState('')
  const found = findQueries(history, search)
  if (history.length === 0) {
    return <Empty title="No statement was run yet.">Those that you run are kept here, in this browser.</Empty>
  }
  return (
    <div class="query-history">
      <input
        class="input"
        type="search"
        aria-label="Find a statement"
        placeholder="Find a statement"
        value={search}
        onInput={(event) => setSearch(event.currentTarget.value)}
      />
      <ul>
        {found.map((query) => (
          <li key={`${query.at} ${query.sql}`}>
            <button type="button" onClick={() => onChoose(query.sql)}>
              <code>{query.sql.trim().slice(0, 400)}</code>
              <span class="query-about">
                <Time at={query.at} />
                <span>{formatDuration(query.ms)}</span>
                {query.rows === undefined ? (
                  <span class="tone-bad">failed</span>
                ) : (
                  <span>
                    {counted(query.rows, 'row')}
                    {query.cut && ', cut'}
                  </span>
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p class="soft">No statement has these words.</p>}
    </div>
  )
}
