import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compareRuns } from './compare-runs.ts'
import { readPipelineCase } from './pipeline-case.ts'
import { recordedSnapshot } from './recorded-snapshot.ts'
import type { RunSnapshot } from './snapshot.ts'

const folder = new URL('../vectors/core/', import.meta.url)
const cases = readdirSync(folder)
  .map((name): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8')))
  .filter((document) => typeof document === 'object' && document !== null && 'results' in document)
  .map((document) => readPipelineCase(document))
const recorded = (name: string): RunSnapshot[] => {
  const found = cases.find((one) => one.name === name)
  if (found === undefined) throw new Error(`no case ${name}`)
  return structuredClone(found.results.map(recordedSnapshot))
}

describe('comparing a run with a recorded one', () => {
  test.each(cases.map((one) => [one.name]))('%s equals itself', (name) => {
    expect(compareRuns(recorded(name), recorded(name))).toEqual([])
  })

  test.each(cases.map((one) => [one.name]))('%s equals itself with rows in another order and ids renamed', (name) => {
    expect(compareRuns(recorded(name), recorded(name).map(shuffled))).toEqual([])
  })

  test.each([
    ['a value', 'nest_list_objects', edit((run) => set(row(run, 't__l', 1), 'x', 3))],
    ['a null in place of a value', 'nest_list_objects', edit((run) => set(row(run, 't__l', 1), 'y', null))],
    [
      'a child under another parent',
      'nest_list_objects',
      edit((run) => set(row(run, 't__l', 0), '_dlt_parent_id', '@id:t:1')),
    ],
    ['a list index', 'nest_list_objects', edit((run) => set(row(run, 't__l', 1), '_dlt_list_idx', 2))],
    ['a row of another load', 'replace_keeps_columns', edit((run) => set(row(run, 't', 0), '_dlt_load_id', '@load:9'))],
    ['a missing row', 'infer_scalars', edit((run) => run.tables.t?.rows.splice(0, 1))],
    ['a doubled row', 'infer_scalars', edit((run) => run.tables.t?.rows.push({ ...row(run, 't', 0) }))],
    ['a missing table', 'nest_list_objects', edit((run) => Reflect.deleteProperty(run.tables, 't__l'))],
    ['an extra table', 'infer_scalars', edit((run) => set(run.tables, 'u', { columns: [], rows: [] }))],
    ['columns in another order', 'infer_scalars', edit((run) => run.tables.t?.columns.reverse())],
    ['a column type', 'infer_scalars', edit((run) => run.tables.t?.columns.splice(0, 1, ['i', 'INTEGER', true]))],
    ['a schema hash', 'infer_scalars', edit((run) => set(schemaOf(run), 'version_hash', 'x'))],
    ['schema columns in another order', 'nest_list_objects', edit(reverseSchemaColumns)],
    ['a state value', 'inc_initial_value', edit((run) => set(run, 'state', {}))],
    ['a row count', 'infer_scalars', edit((run) => set(run, 'rowCounts', { t: 7 }))],
    ['an error', 'infer_scalars', edit((run) => set(run, 'error', { kind: 'schema', step: 'normalize', text: '' }))],
    ['no error', 'contract_columns_freeze', edit((run) => set(run, 'error', null))],
    [
      'an error of another kind',
      'contract_columns_freeze',
      edit((run) => set(run, 'error', { kind: 'schema', step: 'normalize', text: '' })),
    ],
    [
      'an error in another step',
      'contract_columns_freeze',
      edit((run) => set(run, 'error', { kind: 'contract', step: 'load', text: '' })),
    ],
  ])('%s is a difference', (_, name, change) => {
    const actual = recorded(name)
    change(actual)
    expect(compareRuns(recorded(name), actual)).not.toEqual([])
  })

  test('a random id in the place of a derived one is a difference though the shape is the same', () => {
    const actual = recorded('nest_list_objects').map((run) => withRealIds(run, () => 'AAAAAAAAAAAAAA'))
    expect(compareRuns(recorded('nest_list_objects'), actual).join()).toMatch(/not derived/)
  })
})

type Change = (runs: RunSnapshot[]) => void

interface MutableRun {
  tables: Record<string, { columns: [string, string, boolean][]; rows: Record<string, unknown>[] }>
  schemas: Record<string, unknown>
}

function edit(change: (run: MutableRun) => unknown): Change {
  return (runs) => {
    const last: unknown = runs.at(-1)
    if (isMutable(last)) change(last)
  }
}

function isMutable(value: unknown): value is MutableRun {
  return typeof value === 'object' && value !== null && 'tables' in value
}

function row(run: MutableRun, table: string, index: number): Record<string, unknown> {
  const found = run.tables[table]?.rows[index]
  if (found === undefined) throw new Error(`no row ${index} in ${table}`)
  return found
}

function schemaOf(run: MutableRun): object {
  const [schema] = Object.values(run.schemas)
  if (typeof schema !== 'object' || schema === null) throw new Error('no schema')
  return schema
}

function reverseSchemaColumns(run: MutableRun): void {
  const tables: unknown = Reflect.get(schemaOf(run), 'tables')
  if (typeof tables !== 'object' || tables === null || !('t__l' in tables)) throw new Error('no table')
  const table = tables.t__l
  if (typeof table !== 'object' || table === null || !('columns' in table)) throw new Error('no columns')
  set(table, 'columns', Object.fromEntries(Object.entries(table.columns ?? {}).reverse()))
}

function set(target: object, key: string, value: unknown): void {
  Reflect.set(target, key, value)
}

function shuffled(run: RunSnapshot): RunSnapshot {
  const tables = Object.entries(run.tables).map(([name, table]) => {
    const rows = table.rows
      .toReversed()
      .map((cells) =>
        Object.fromEntries(
          Object.entries(cells).map(([column, value]) => [
            column,
            typeof value === 'string' && /^@id:/.test(value) ? value.replace(/^@id:/, '@id:other ') : value,
          ]),
        ),
      )
    return [name, { ...table, rows }] as const
  })
  return { ...run, tables: Object.fromEntries(tables.reverse()) }
}

function withRealIds(run: RunSnapshot, id: () => string): RunSnapshot {
  const tables = Object.entries(run.tables).map(([name, table]) => {
    const rows = table.rows.map((cells) => ('_dlt_parent_id' in cells ? { ...cells, _dlt_parent_id: id() } : cells))
    return [name, { ...table, rows }] as const
  })
  return { ...run, tables: Object.fromEntries(tables) }
}
