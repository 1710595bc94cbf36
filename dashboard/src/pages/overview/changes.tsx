import { Link } from 'wouter-preact'
import type { RunRecord } from '../../../../src/dashboard/api/trace.ts'
import { Card } from '../../design/card.tsx'
import { Details } from '../../design/details.tsx'
import { Gradually } from '../../design/gradually.tsx'
import type { IconName } from '../../design/icon.tsx'
import { Icon } from '../../design/icon.tsx'
import { counted, formatNumber } from '../../format/numbers.ts'
import { pipelinePath } from '../../url/links.ts'

const SHOWN = 8

interface ChangesProps {
  readonly name: string
  readonly record: RunRecord
}

/** What one would want to know of a run besides its rows: new tables and columns, warnings, what was resumed or set aside. */
export function Changes({ name, record }: ChangesProps) {
  const added = record.tables.filter((table) => table.isNew).map((table) => table.name)
  const columns = record.tables.flatMap((table) =>
    table.isNew ? [] : table.newColumns.map((column) => ({ ...column, table: table.name })),
  )
  const widened = record.tables.flatMap((table) => table.widened.map((one) => ({ ...one, table: table.name })))
  const lines = [
    ...added.map((table) => (
      <Line icon="plus" key={`table ${table}`}>
        new table <TableLink name={name} table={table} />
      </Line>
    )),
    ...columns.map((column) => (
      <Line icon="plus" key={`column ${column.table} ${column.name}`}>
        new column <TableLink name={name} table={column.table} column={column.name} />{' '}
        <span class="faint">{column.type}</span>
      </Line>
    )),
    ...widened.map((one) => (
      <Line icon="right" key={`wider ${one.table} ${one.column}`}>
        <TableLink name={name} table={one.table} column={one.column} /> widened from {one.from} to {one.to}
      </Line>
    )),
    ...record.resumedResources.map((one) => (
      <Line icon="play" key={`resumed ${one.resource}`}>
        <span class="mono">{one.resource}</span> went on where a run had stopped: {counted(one.pagesBefore, 'page')}{' '}
        before, {one.pagesFromLog} not fetched again
      </Line>
    )),
    ...record.setAside.map((one) => (
      <Line icon="warning" key={`aside ${one.table} ${one.column} ${one.reason}`}>
        {counted(one.count, one.column === undefined ? 'row' : 'value')} of{' '}
        <TableLink name={name} table={one.table} column={one.column} /> set aside: {one.reason}
      </Line>
    )),
    ...record.overridden.map((one) => (
      <Line icon="warning" key={`overridden ${one.setting}`}>
        {one.setting} was given as {one.given}; {one.stored} is kept, as it is stored
      </Line>
    )),
    ...record.warningTexts.map((text) => (
      <Line icon="warning" key={text}>
        {text}
      </Line>
    )),
  ]
  if (lines.length === 0) return null
  return (
    <Card title="Worth knowing" beside="of the last run">
      <ul class="changes prose">{lines.slice(0, SHOWN)}</ul>
      {lines.length > SHOWN && (
        <Details summary={<summary class="changes-more">{formatNumber(lines.length - SHOWN)} more</summary>}>
          {() => (
            <ul class="changes prose">
              <Gradually lines={lines.slice(SHOWN)} />
            </ul>
          )}
        </Details>
      )}
    </Card>
  )
}

function Line({ icon, children }: { readonly icon: IconName; readonly children: preact.ComponentChildren }) {
  return (
    <li>
      <span class={icon === 'warning' ? 'tone-warning' : 'faint'}>
        <Icon name={icon} size={14} />
      </span>
      <span>{children}</span>
    </li>
  )
}

interface TableLinkProps {
  readonly name: string
  readonly table: string
  readonly column?: string | undefined
}

function TableLink({ name, table, column }: TableLinkProps) {
  return (
    <Link class="mono" href={pipelinePath(name, 'schema', { table })}>
      {column === undefined ? table : `${table}.${column}`}
    </Link>
  )
}
