import { useState } from 'preact/hooks'
import { Link } from 'wouter-preact'
import type { SchemaShape, TableShape } from '../../../../src/dashboard/api/schema.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { Badge } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { Card } from '../../design/card.tsx'
import { counted } from '../../format/numbers.ts'
import { quotedIfNeeded } from '../../sql-editor/quoted-if-needed.ts'
import { pipelinePath } from '../../url/links.ts'
import { ColumnsTable } from './columns-table.tsx'
import { TableLinks } from './table-links.tsx'

interface TableDetailProps {
  readonly name: string
  readonly table: TableShape
  readonly schema: SchemaShape
  /** The address of another table on this page. */
  readonly hrefOf: (table: string) => string
}

/** One table: what it is, its columns, what it is linked to. */
export function TableDetail({ name, table, schema, hrefOf }: TableDetailProps) {
  const sql = `SELECT *\nFROM ${quotedIfNeeded(table.name)}`
  const hasRows = table.seen || table.system
  return (
    <div class="stack schema-detail">
      <header class="schema-head">
        <h2>{table.name}</h2>
        {table.writeDisposition && <Badge tone="accent">{table.writeDisposition}</Badge>}
        {!hasRows && <Badge tone="warning">no rows yet</Badge>}
        {hasRows && <RowCount key={table.name} name={name} table={table.name} />}
        {hasRows && (
          <span class="schema-links">
            <Link href={pipelinePath(name, 'data', { table: table.name })}>Data</Link>
            <Link href={pipelinePath(name, 'data', { table: table.name, sql })}>SQL</Link>
          </span>
        )}
      </header>
      {table.description && <p class="soft">{table.description}</p>}
      <Facts table={table} hrefOf={hrefOf} />
      <Card title="Columns" beside={String(table.columns.length)} flush>
        <ColumnsTable table={table} />
      </Card>
      <TableLinks table={table.name} schema={schema} hrefOf={hrefOf} />
    </div>
  )
}

function RowCount({ name, table }: { readonly name: string; readonly table: string }) {
  const [isAsked, setAsked] = useState(false)
  const answer = useAnswer(isAsked ? { route: 'tableCount', params: { name }, body: { table } } : undefined)
  if (!isAsked) {
    return (
      <Button size="s" kind="quiet" onClick={() => setAsked(true)}>
        Count rows
      </Button>
    )
  }
  if (answer.data) return <span class="soft">{counted(answer.data.rows, 'row')}</span>
  return <span class={answer.problem ? 'tone-bad' : 'soft'}>{answer.problem?.message ?? 'counting rows'}</span>
}

/** Hints of a table that are shown as facts, in words. */
const FACTS: Readonly<Record<string, string>> = {
  table_format: 'Format',
  file_format: 'Files',
  schema_contract: 'Contract',
  filters: 'Filters',
  'x-merge-strategy': 'Merge',
  references: '',
  'x-normalizer': '',
}

function Facts({ table, hrefOf }: Pick<TableDetailProps, 'table' | 'hrefOf'>) {
  const hints = Object.entries(table.hints).filter(([key]) => FACTS[key] !== '')
  return (
    <dl class="schema-facts">
      {table.resource !== undefined && <Fact name="Resource" text={table.resource} />}
      {table.parent !== undefined && (
        <div>
          <dt>Nested in</dt>
          <dd>
            <Link href={hrefOf(table.parent)}>{table.parent}</Link>
          </dd>
        </div>
      )}
      {hints.map(([key, value]) => (
        <Fact key={key} name={FACTS[key] ?? key} text={typeof value === 'string' ? value : contractText(value)} />
      ))}
    </dl>
  )
}

function Fact({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </div>
  )
}

function contractText(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value)
  return Object.entries(value)
    .map(([key, one]) => `${key}: ${typeof one === 'string' ? one : JSON.stringify(one)}`)
    .join(', ')
}
