import { useMemo } from 'preact/hooks'
import type { SchemaShape } from '../../../../src/dashboard/api/schema.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { useShapes } from '../../api/use-shapes.ts'
import { Empty } from '../../design/empty.tsx'
import { Page } from '../../design/page.tsx'
import { ProblemNote } from '../../design/problem-note.tsx'
import { Select } from '../../design/select.tsx'
import { Skeleton } from '../../design/skeleton.tsx'
import { Tabs } from '../../design/tabs.tsx'
import { lazyPage } from '../../shell/lazy-page.tsx'
import type { PipelinePageProps } from '../../shell/pages.ts'
import { TablesAside } from '../../table-tree/tables-aside.tsx'
import { pipelinePath } from '../../url/links.ts'
import { useQuery } from '../../url/use-query.ts'
import { ChangesTab } from './changes-tab.tsx'
import { TableDetail } from './table-detail.tsx'
import { TextTab } from './text-tab.tsx'
import './schema.css'

const DiagramTab = lazyPage(async () => (await import('./diagram-tab.tsx')).DiagramTab)

const TABS = ['tables', 'diagram', 'changes', 'text'] as const

/** The page `schema` of a pipeline: tables and columns, how they hang together, what changed. */
export function Schema({ name }: PipelinePageProps) {
  const [query, change] = useQuery()
  const { schemas, problem } = useShapes(name)
  const current = schemas?.find((one) => one.name === query.schema) ?? schemas?.[0]
  const old = useAnswer(
    current !== undefined && query.hash !== undefined && query.hash !== current.hash
      ? { route: 'schema', params: { name, schema: current.name }, query: { hash: query.hash } }
      : undefined,
  )
  const schema = old.data ?? current
  const tab = TABS.find((one) => one === query.tab) ?? 'tables'
  const hrefOf = (table: string) =>
    pipelinePath(name, 'schema', { ...query, table, tab: 'tables', from: undefined, to: undefined })
  return (
    <Page
      title="Schema"
      of={name}
      fills
      beside={
        schemas &&
        schema && (
          <Beside
            schemas={schemas}
            schema={schema}
            isOld={old.data !== undefined}
            onSchema={(one) => change({ schema: one, table: undefined, hash: undefined })}
          />
        )
      }
    >
      <Tabs
        label="Views of the schema"
        value={tab}
        tabs={[
          { value: 'tables', text: 'Tables', count: schema?.tables.filter((table) => !table.system).length },
          { value: 'diagram', text: 'Diagram' },
          { value: 'changes', text: 'Changes' },
          { value: 'text', text: 'Text' },
        ]}
        onChange={(next) => change({ tab: next === 'tables' ? undefined : next })}
      />
      {problem && schemas === undefined && <ProblemNote problem={problem} />}
      {schemas === undefined && problem === undefined && <Skeleton rows={8} height={28} />}
      {schemas?.length === 0 && (
        <Empty title="There is no schema yet.">The first run makes it from the data that it finds.</Empty>
      )}
      {schema && tab === 'tables' && (
        <TablesTab
          name={name}
          schema={schema}
          table={query.table}
          onTable={(table) => change({ table })}
          hrefOf={hrefOf}
        />
      )}
      {schema && tab === 'diagram' && (
        <DiagramTab
          name={name}
          schema={schema}
          table={query.table}
          onTable={(table) => change({ table }, { replace: true })}
        />
      )}
      {schema && tab === 'changes' && (
        <ChangesTab
          name={name}
          schema={schema.name}
          from={query.from}
          to={query.to}
          onChoose={change}
          hrefOf={hrefOf}
        />
      )}
      {schema && tab === 'text' && (
        <TextTab
          name={name}
          schema={schema.name}
          hash={query.hash}
          format={query.format}
          onFormat={(format) => change({ format })}
        />
      )}
    </Page>
  )
}

interface BesideProps {
  readonly schemas: readonly SchemaShape[]
  readonly schema: SchemaShape
  readonly isOld: boolean
  readonly onSchema: (schema: string) => void
}

function Beside({ schemas, schema, isOld, onSchema }: BesideProps) {
  const options = schemas.map((one) => ({ value: one.name, text: one.name }))
  return (
    <>
      {schemas.length > 1 ? (
        <Select label="Schema" value={schema.name} options={options} onChange={onSchema} />
      ) : (
        <span>{schema.name}</span>
      )}
      <span class="faint" title={schema.hash}>
        version {schema.version}
        {isOld && ', an old one'}
      </span>
    </>
  )
}

interface TablesTabProps {
  readonly name: string
  readonly schema: SchemaShape
  readonly table: string | undefined
  readonly onTable: (table: string) => void
  readonly hrefOf: (table: string) => string
}

function TablesTab({ name, schema, table, onTable, hrefOf }: TablesTabProps) {
  const first = useMemo(
    () => schema.tables.find((one) => !one.system && one.parent === undefined) ?? schema.tables[0],
    [schema],
  )
  const shown = schema.tables.find((one) => one.name === table) ?? (table === undefined ? first : undefined)
  return (
    <div class="schema-page">
      <TablesAside tables={schema.tables} chosen={shown?.name} onChoose={onTable} />
      <div class="schema-main" data-scroll>
        {shown && <TableDetail key={shown.name} name={name} table={shown} schema={schema} hrefOf={hrefOf} />}
        {!shown && table !== undefined && (
          <Empty title={`There is no table ${table} in this version of the schema.`}>
            Choose another one in the list.
          </Empty>
        )}
      </div>
    </div>
  )
}
