import { useEffect, useMemo } from 'preact/hooks'
import { useAnswer } from '../../api/use-answer.ts'
import { useShapes } from '../../api/use-shapes.ts'
import { Empty } from '../../design/empty.tsx'
import { Page } from '../../design/page.tsx'
import { ProblemNote } from '../../design/problem-note.tsx'
import { Skeleton } from '../../design/skeleton.tsx'
import { Tabs } from '../../design/tabs.tsx'
import { lazyPage } from '../../shell/lazy-page.tsx'
import type { PipelinePageProps } from '../../shell/pages.ts'
import { quotedIfNeeded } from '../../sql-editor/quoted-if-needed.ts'
import { TablesAside } from '../../table-tree/tables-aside.tsx'
import { TableMode } from './table-mode.tsx'
import { useDataView } from './use-data-view.ts'
import './data.css'

/** The editor's code is large, and most look at tables. */
const SqlMode = lazyPage(async () => (await import('./sql-mode.tsx')).SqlMode)

/** The page `data` of a pipeline: its tables as grids, and an editor of SQL. */
export function Data({ name }: PipelinePageProps) {
  const { view, sql, showTable, showSql } = useDataView()
  const { schemas, problem } = useShapes(name)
  const tables = useMemo(
    () => schemas?.flatMap((schema) => schema.tables).filter((table) => table.seen || table.system),
    [schemas],
  )
  // Before the first load there is nothing that could be counted.
  const counts = useAnswer(tables && tables.length > 0 ? { route: 'rowCounts', params: { name } } : undefined)
  const first = useMemo(() => tables?.find((table) => !table.system && table.parent === undefined)?.name, [tables])
  const isSql = sql !== undefined
  // Without a table in the address the first one is shown; going back leads to before the page.
  useEffect(() => {
    if (view === undefined && !isSql && first !== undefined)
      showTable({ table: first, where: [], order: [] }, { replace: true })
  }, [view, isSql, first, showTable])

  const choose = (table: string) => showTable({ table, where: [], order: [] })
  const toSql = () => showSql(view === undefined ? '' : `SELECT *\nFROM ${quotedIfNeeded(view.table)}`)
  return (
    <Page
      title="Data"
      of={name}
      fills
      beside={
        <ModeTabs isSql={isSql} onTable={() => (view ? showTable(view) : first && choose(first))} onSql={toSql} />
      }
    >
      {problem && schemas === undefined && <ProblemNote problem={problem} />}
      <div class="data-page">
        <TablesAside
          tables={tables}
          chosen={isSql ? undefined : view?.table}
          onChoose={choose}
          {...(counts.data && { counts: counts.data.counts })}
        />
        {isSql && <SqlMode key={name} name={name} sql={sql} onSql={(next) => showSql(next, { replace: true })} />}
        {!isSql && view && (
          <TableMode
            key={view.table}
            name={name}
            view={view}
            schemas={schemas ?? []}
            onView={showTable}
            onSql={showSql}
          />
        )}
        {!isSql && !view && schemas === undefined && !problem && <Skeleton rows={8} height={28} />}
        {!isSql && !view && schemas !== undefined && first === undefined && (
          <Empty title="There is no data yet.">No table of this pipeline has rows. Run it, then they are here.</Empty>
        )}
      </div>
    </Page>
  )
}

interface ModeTabsProps {
  readonly isSql: boolean
  readonly onTable: () => void
  readonly onSql: () => void
}

function ModeTabs({ isSql, onTable, onSql }: ModeTabsProps) {
  return (
    <Tabs
      label="Way of looking"
      value={isSql ? 'sql' : 'table'}
      tabs={[
        { value: 'table', text: 'Table' },
        { value: 'sql', text: 'SQL' },
      ]}
      onChange={(mode) => (mode === 'sql' ? onSql() : onTable())}
    />
  )
}
