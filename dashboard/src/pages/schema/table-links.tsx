import { Link } from 'wouter-preact'
import type { SchemaShape } from '../../../../src/dashboard/api/schema.ts'
import { Card } from '../../design/card.tsx'

interface TableLinksProps {
  readonly table: string
  readonly schema: SchemaShape
  readonly hrefOf: (table: string) => string
}

const WORDS: Readonly<Record<string, string>> = {
  _dlt_parent: 'nested in',
  _dlt_root: 'belongs to the root row',
  _dlt_load: 'came with the load',
}

/** What a table refers to, and what refers to it. */
export function TableLinks({ table, schema, hrefOf }: TableLinksProps) {
  const forth = schema.references.filter((one) => one.table === table)
  const back = schema.references.filter((one) => one.to === table && one.table !== table)
  const shown = [
    ...forth.map((one) => ({
      ...one,
      words: WORDS[one.label] ?? (one.label || 'refers to'),
      other: one.to,
      isBack: false,
    })),
    ...back
      .filter((one) => one.label !== '_dlt_root')
      .map((one) => ({
        ...one,
        words:
          one.label === '_dlt_parent'
            ? 'nested here'
            : one.label === '_dlt_load'
              ? 'loaded'
              : one.label || 'referred to by',
        other: one.table,
        isBack: true,
      })),
  ]
  if (shown.length === 0) return null
  return (
    <Card title="Links" beside={String(shown.length)} flush>
      <ul class="schema-references">
        {shown.slice(0, 60).map((one) => (
          <li key={`${one.isBack} ${one.other} ${one.label} ${one.columns}`}>
            <span class="soft schema-words">{one.words.replace(/^_dlt_/, '').replaceAll('_', ' ')}</span>
            <Link href={hrefOf(one.other)}>{one.other}</Link>
            <span class="mono faint cut">{`${one.columns.join(', ')} → ${one.toColumns.join(', ')}`}</span>
          </li>
        ))}
      </ul>
      {shown.length > 60 && <p class="soft schema-more">{shown.length - 60} more.</p>}
    </Card>
  )
}
