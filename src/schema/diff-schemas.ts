import { columnText } from './column-text.ts'
import type { Json, Schema, Table } from './stored.ts'

type Change = 'added' | 'removed' | 'changed'

/** What changed between two versions of a schema; what is alike is not in it. */
export interface SchemaDiff {
  readonly from: SchemaVersion
  readonly to: SchemaVersion
  readonly tables: readonly TableDifference[]
}

export interface SchemaVersion {
  readonly version: number
  readonly hash: string
}

export interface TableDifference {
  readonly name: string
  readonly change: Change
  /** Hints of the table; absent on a side where there is none. */
  readonly hints: readonly { readonly hint: string; readonly from?: string; readonly to?: string }[]
  /** Columns with their type and hints in words. */
  readonly columns: readonly {
    readonly name: string
    readonly change: Change
    readonly from?: string
    readonly to?: string
  }[]
}

/** Facts of a load, not of the schema. */
const NOT_HINTS: ReadonlySet<string> = new Set(['name', 'columns', 'x-normalizer'])

/** Compares tables, columns, types and hints; tables in the order of the newer version, those that are gone last. */
export function diffSchemas(from: Schema, to: Schema): SchemaDiff {
  const names = new Set([...to.tables.keys(), ...from.tables.keys()])
  return {
    from: versionOf(from),
    to: versionOf(to),
    tables: [...names].flatMap((name) => {
      const [before, after] = [from.tables.get(name), to.tables.get(name)]
      const hints = differences(hintsOf(before), hintsOf(after)).map(({ name: hint, change: _, ...rest }) => ({
        hint,
        ...rest,
      }))
      const columns = differences(columnsOf(before), columnsOf(after))
      const change = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed'
      return change === 'changed' && hints.length + columns.length === 0 ? [] : [{ name, change, hints, columns }]
    }),
  }
}

function versionOf({ version, version_hash }: Schema): SchemaVersion {
  return { version, hash: version_hash }
}

function columnsOf(table: Table | undefined): ReadonlyMap<string, string> {
  return new Map([...(table?.columns ?? [])].map(([name, column]) => [name, columnText(column)]))
}

function hintsOf(table: Table | undefined): ReadonlyMap<string, string> {
  const hints = Object.entries(table ?? {}).filter(([hint, value]) => !NOT_HINTS.has(hint) && value !== undefined)
  return new Map(hints.map(([hint, value]) => [hint, plain(value)]))
}

function differences(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>) {
  return [...new Set([...after.keys(), ...before.keys()])].flatMap((name) => {
    const [from, to] = [before.get(name), after.get(name)]
    if (from === to) return []
    const change: Change = from === undefined ? 'added' : to === undefined ? 'removed' : 'changed'
    return [{ name, change, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }]
  })
}

const plain = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value))
