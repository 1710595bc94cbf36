import { Link } from 'wouter-preact'
import type { LoadDetails } from '../../../../src/dashboard/api/loads.ts'
import { Icon } from '../../design/icon.tsx'
import { counted } from '../../format/numbers.ts'
import { pipelinePath } from '../../url/links.ts'

interface LoadChangesProps {
  readonly name: string
  readonly load: LoadDetails
}

/** What a load did to the schema, what it set aside and warned of. */
export function LoadChanges({ name, load }: LoadChangesProps) {
  const { added, setAside, warnings, schemaVersion } = load
  const link = (table: string, column?: string) => (
    <Link class="mono" href={pipelinePath(name, 'schema', { table })}>
      {column === undefined ? table : `${table}.${column}`}
    </Link>
  )
  return (
    <ul class="load-changes prose">
      {schemaVersion && (
        <li>
          <Icon name="schema" size={14} />
          <span>
            Schema{' '}
            <Link href={pipelinePath(name, 'schema', { schema: load.schemaName, hash: schemaVersion.hash })}>
              version {schemaVersion.version}
            </Link>
            {schemaVersion.current ? ', the current one' : ', not the current one'}
          </span>
        </li>
      )}
      {added.tables.map((table) => (
        <li key={table}>
          <Icon name="plus" size={14} />
          <span>new table {link(table)}</span>
        </li>
      ))}
      {added.columns.map((one) => (
        <li key={`${one.table}.${one.name}`}>
          <Icon name="plus" size={14} />
          <span>
            new column {link(one.table, one.name)} <span class="faint">{one.type}</span>
          </span>
        </li>
      ))}
      {added.widened.map((one) => (
        <li key={`${one.table}.${one.column}`}>
          <Icon name="right" size={14} />
          <span>
            {link(one.table, one.column)} widened from {one.from} to {one.to}
          </span>
        </li>
      ))}
      {setAside.map((one) => (
        <li key={`${one.table} ${one.column} ${one.reason}`} class="is-warning">
          <Icon name="warning" size={14} />
          <span>
            {counted(one.count, one.column === undefined ? 'row' : 'value')} of {link(one.table, one.column)} set aside:{' '}
            {one.reason}
          </span>
        </li>
      ))}
      {warnings.map((text) => (
        <li key={text} class="is-warning">
          <Icon name="warning" size={14} />
          <span>{text}</span>
        </li>
      ))}
    </ul>
  )
}
