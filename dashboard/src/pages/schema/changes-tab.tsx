import { Link } from 'wouter-preact'
import type { SchemaDiff, SchemaVersions } from '../../../../src/dashboard/api/schema.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { Answered } from '../../design/answered.tsx'
import { Badge, type Tone } from '../../design/badge.tsx'
import { Card } from '../../design/card.tsx'
import { Empty } from '../../design/empty.tsx'
import { ProblemNote } from '../../design/problem-note.tsx'
import { Select } from '../../design/select.tsx'
import { counted } from '../../format/numbers.ts'
import { formatUtc } from '../../format/time.ts'

interface ChangesTabProps {
  readonly name: string
  readonly schema: string
  /** Hashes of the versions compared, where somebody chose them. */
  readonly from: string | undefined
  readonly to: string | undefined
  readonly onChoose: (versions: { readonly from: string; readonly to: string }) => void
  readonly hrefOf: (table: string) => string
}

type Version = SchemaVersions['versions'][number]

/** What changed between two versions of a schema. */
export function ChangesTab({ name, schema, from, to, onChoose, hrefOf }: ChangesTabProps) {
  const versions = useAnswer({ route: 'schemaVersions', params: { name, schema } })
  return (
    <Answered of={versions}>
      {({ versions: all, problem }) => {
        const known = unique(all)
        const newer = known.find((one) => one.hash === to) ?? known[0]
        const older = known.find((one) => one.hash === from) ?? known[known.indexOf(newer) + 1] ?? newer
        return (
          <div class="stack">
            {problem && (
              <ProblemNote
                tone="warning"
                lead="Versions that only the destination has are not listed."
                problem={problem}
              />
            )}
            {newer === undefined || older === undefined ? (
              <Empty title="There are no versions yet.">Run the pipeline, then they are here.</Empty>
            ) : (
              <>
                <div class="line">
                  <Versions
                    label="From"
                    value={older.hash}
                    versions={known}
                    onChange={(hash) => onChoose({ from: hash, to: newer.hash })}
                  />
                  <Versions
                    label="To"
                    value={newer.hash}
                    versions={known}
                    onChange={(hash) => onChoose({ from: older.hash, to: hash })}
                  />
                </div>
                {newer.hash === older.hash ? (
                  <Empty
                    title={
                      known.length < 2
                        ? 'The schema has one version, so nothing has changed yet.'
                        : 'That is the same version twice.'
                    }
                  />
                ) : (
                  <Differences name={name} schema={schema} from={older.hash} to={newer.hash} hrefOf={hrefOf} />
                )}
              </>
            )}
          </div>
        )
      }}
    </Answered>
  )
}

const PLACES: Readonly<Record<Version['from'], string>> = {
  working: 'current',
  package: 'package',
  destination: 'destination',
}

interface VersionsProps {
  readonly label: string
  readonly value: string
  readonly versions: readonly Version[]
  readonly onChange: (hash: string) => void
}

function Versions({ label, value, versions, onChange }: VersionsProps) {
  const options = versions.map(({ version, hash, at, from }) => {
    const time = at === undefined ? '' : ` · ${formatUtc(new Date(at))}`
    return { value: hash, text: `version ${version}${time} · ${PLACES[from]}` }
  })
  return <Select shows label={label} value={value} options={options} onChange={onChange} />
}

interface DifferencesProps {
  readonly name: string
  readonly schema: string
  readonly from: string
  readonly to: string
  readonly hrefOf: (table: string) => string
}

function Differences({ name, schema, from, to, hrefOf }: DifferencesProps) {
  const diff = useAnswer({ route: 'schemaDiff', params: { name, schema }, query: { from, to } })
  return (
    <Answered of={diff}>
      {({ tables }) =>
        tables.length === 0 ? (
          <Empty title="Tables and columns are the same in both." />
        ) : (
          <div class="stack">
            <p class="soft">{summary(tables)}</p>
            {tables.map((table) => (
              <TableChange key={table.name} table={table} href={hrefOf(table.name)} />
            ))}
          </div>
        )
      }
    </Answered>
  )
}

const TONES: Readonly<Record<SchemaDiff['tables'][number]['change'], Tone>> = {
  added: 'good',
  removed: 'bad',
  changed: 'warning',
}

function TableChange({ table, href }: { readonly table: SchemaDiff['tables'][number]; readonly href: string }) {
  const { name, change, hints, columns } = table
  return (
    <Card flush>
      <header class="change-head">
        <Badge tone={TONES[change]}>{change}</Badge>
        {change === 'removed' ? <strong>{name}</strong> : <Link href={href}>{name}</Link>}
        <span class="faint">{columns.length > 0 && counted(columns.length, 'column')}</span>
      </header>
      {(columns.length > 0 || hints.length > 0) && (
        <ul class="change-list">
          {hints.map((one) => (
            <li key={one.hint}>
              <Badge tone="warning">hint</Badge>
              <span class="mono">{one.hint}</span>
              <FromTo from={one.from} to={one.to} />
            </li>
          ))}
          {columns.map((column) => (
            <li key={column.name}>
              <Badge tone={TONES[column.change]}>{column.change}</Badge>
              <span class="mono">{column.name}</span>
              <FromTo from={column.from} to={column.to} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function FromTo({ from, to }: { readonly from: string | undefined; readonly to: string | undefined }) {
  if (from !== undefined && to !== undefined) {
    return (
      <span class="soft">
        {from} → {to}
      </span>
    )
  }
  return <span class="soft">{to ?? from}</span>
}

function summary(tables: SchemaDiff['tables']): string {
  const columns = tables.flatMap((table) => table.columns)
  const tell = (change: 'added' | 'removed' | 'changed') => {
    const parts = [
      [tables.filter((one) => one.change === change).length, 'table'],
      [columns.filter((one) => one.change === change).length, 'column'],
    ] as const
    const said = parts.filter(([count]) => count > 0).map(([count, what]) => counted(count, what))
    return said.length === 0 ? [] : [`${said.join(' and ')} ${change}`]
  }
  return `${[...tell('added'), ...tell('removed'), ...tell('changed')].join('; ')}.`
}

/** The same version may be known from several places; the first stands for it. */
function unique(versions: readonly Version[]): Version[] {
  const seen = new Set<string>()
  return versions.filter(({ hash }) => !seen.has(hash) && seen.add(hash))
}
