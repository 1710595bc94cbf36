import { useEffect, useRef, useState } from 'preact/hooks'
import { useAnswer } from '../../api/use-answer.ts'
import { Button } from '../../design/button.tsx'
import { Empty } from '../../design/empty.tsx'
import { KeyHint } from '../../design/key-hint.tsx'
import { Select } from '../../design/select.tsx'
import { PopoverButton } from '../../overlay/popover-button.tsx'
import { SqlEditor, type SqlEditorHandle } from '../../sql-editor/sql-editor.tsx'
import { DataProblem } from './data-problem.tsx'
import { errorPosition } from './error-position.ts'
import { QueryHistoryList } from './query-history-list.tsx'
import { QueryResultView } from './query-result-view.tsx'
import { ResultTabs } from './result-tabs.tsx'
import { RunningFor } from './running-for.tsx'
import { useQueries } from './use-queries.ts'
import { useQueryHistory } from './use-query-history.ts'
import './sql-mode.css'

const LIMITS = ['100', '1000', '10000'] as const

interface SqlModeProps {
  readonly name: string
  readonly sql: string
  /** The statement was changed or run: it belongs into the address. */
  readonly onSql: (sql: string) => void
}

/** An editor of SQL with what its statements gave. */
export function SqlMode({ name, sql, onSql }: SqlModeProps) {
  const editor = useRef<SqlEditorHandle>(null)
  const draft = useRef(sql)
  const [limit, setLimit] = useState<(typeof LIMITS)[number]>('1000')
  const [shown, setShown] = useState<number>()
  const [history, addToHistory] = useQueryHistory(name)
  const completion = useAnswer({ route: 'completion', params: { name } })
  const queries = useQueries(name, addToHistory, setShown)
  const result = queries.results.find((one) => one.id === shown) ?? queries.results.at(-1)

  // A statement that comes by a link or by going back stands in the editor; one that was typed is there already.
  useEffect(() => {
    if (sql === '' || sql === draft.current) return
    draft.current = sql
    editor.current?.replace(sql)
  }, [sql])
  useEffect(() => editor.current?.focus(), [])

  const run = (statement: string) => {
    onSql(draft.current)
    queries.run(statement, Number(limit))
  }
  const restore = (statement: string) => {
    editor.current?.replace(statement)
    editor.current?.focus()
  }
  const wrongAt = result?.problem && errorPosition(result.problem, result.sql)
  return (
    <section class="data-main sql-mode" aria-label="SQL">
      <div class="sql-box">
        <SqlEditor
          initial={sql}
          completion={completion.data}
          wrongAt={wrongAt}
          onRun={run}
          onChange={(next) => {
            draft.current = next
          }}
          handle={editor}
        />
        <div class="sql-bar">
          {queries.runningSince === undefined ? (
            <Button kind="primary" size="s" icon="play" onClick={() => run(editor.current?.statement() ?? '')}>
              Run
            </Button>
          ) : (
            <Button size="s" icon="close" onClick={queries.cancel}>
              Cancel
            </Button>
          )}
          {queries.runningSince === undefined ? (
            <KeyHint keys="Ctrl Enter" />
          ) : (
            <RunningFor since={queries.runningSince} />
          )}
          <span class="sql-bar-end">
            <Select
              shows
              label="At most"
              value={limit}
              options={LIMITS.map((value) => ({ value, text: `${Number(value).toLocaleString('en')} rows` }))}
              onChange={setLimit}
            />
            <PopoverButton text="History" icon="clock" label="Statements that were run">
              {(close) => (
                <QueryHistoryList
                  history={history}
                  onChoose={(statement) => {
                    close()
                    restore(statement)
                  }}
                />
              )}
            </PopoverButton>
          </span>
        </div>
      </div>
      {queries.results.length > 1 && (
        <ResultTabs results={queries.results} shown={result?.id} onShow={setShown} onClose={queries.close} />
      )}
      {result === undefined && (
        <Empty title="Ask the data something.">
          One reading statement at a time. Nothing here can change data, read files or go to the network.
        </Empty>
      )}
      {result?.problem && <DataProblem problem={result.problem} onRetry={() => run(result.sql)} />}
      {result?.grid && <QueryResultView key={result.id} name={name} sql={result.sql} grid={result.grid} />}
    </section>
  )
}
