import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { SchemaContract } from '../../src/contracts/resource.ts'
import { connectDuckDb, type DuckDbConnection } from '../../src/duckdb/connection.ts'
import { duckdb, pipeline, type RunOptions, resource, source, TolvaError } from '../../src/index.ts'
import type { PackageInfo } from '../../src/pipeline/load-info.ts'
import { runPython, testPython } from './python.ts'

type Level = 'source' | 'resource' | 'run'
type Tables = Readonly<Record<string, readonly unknown[]>>

interface Case {
  readonly name: string
  readonly level: Level
  readonly runs: readonly {
    readonly tables: Tables
    readonly contract: SchemaContract | null
    readonly type?: string | undefined
  }[]
}

const answer = z.array(
  z.object({
    error: z.unknown().optional(),
    tables: z.record(z.string(), z.object({ rows: z.number(), values: z.record(z.string(), z.number()) })).optional(),
  }),
)

const LEVELS = ['source', 'resource', 'run'] as const
const MODES = ['freeze', 'discard_row', 'discard_value'] as const
type Entity = 'tables' | 'columns' | 'dataType'

/** What the data does that the first run's did not, and the part of a contract that is asked. Plain rows around it tell whether the rest goes on. */
const CHANGES: Readonly<Record<string, readonly [Entity, Tables, string?]>> = {
  hinted_type: ['dataType', { items: [row(2), row(3, { a: 'text' }), row(4, { b: 1 })] }, 'double'],
  column: ['columns', { items: [row(2, { b: 'new' }), row(3, { b: null }), row(4, { b: 1 })] }],
  variant: ['dataType', { items: [row(2, { a: 'text' }), row(3), row(4, { a: 'more' }), row(5, { a: 1.5 })] }],
  column_not_asked: ['dataType', { items: [row(2, { a: 'text', b: 1 }), row(3, { b: 2 }), row(4, { a: 'more' })] }],
  variant_not_asked: ['columns', { items: [row(2, { a: 'text', b: 1 }), row(3, { b: 2 }), row(4, { a: 'more' })] }],
  child_column: ['columns', { items: [row(2, { list: [{ x: 1, y: 2 }, { x: 3 }] }), row(3)] }],
  child_variant: ['dataType', { items: [row(2, { list: [{ x: 'text', deep: [1] }, { x: 3 }] }), row(3)] }],
  child_table: [
    'tables',
    { items: [row(2, { more: [{ z: 1 }, { z: 2 }] }), row(3, { more: [] }), row(4, { more: [7] })] },
  ],
  grandchild: ['tables', { items: [row(2, { list: [{ x: 1, inner: [1, 2] }] }), row(3)] }],
  root_table: ['tables', { items: [row(2)], others: [{ id: 1, l: [1] }] }],
  object: ['columns', { items: [row(2, { o: { p: 1, q: { r: 2 } } }), row(3)] }],
}

function row(id: number, more: object = {}): object {
  return { id, a: id, list: [{ x: id }], ...more }
}

const cases: readonly Case[] = Object.entries(CHANGES).flatMap(([change, [entity, tables, type]], at) =>
  MODES.flatMap((mode, m) =>
    ((at + m) % 3 === 0 ? [true, false] : [false]).map((first, f): Case => {
      const shorthand = (at + m + f) % 2 === 0
      const contract = shorthand ? mode : { [entity]: mode }
      const level = LEVELS[(at + m + f) % 3] ?? 'run'
      const changed = { tables, contract, type }
      const name = [change, mode, shorthand ? 'all' : entity, level, first ? 'from_first' : 'later'].join('_')
      const plain = { tables: { items: [row(1)] }, contract: null }
      return { name, level, runs: first ? [changed, changed] : [plain, changed] }
    }),
  ),
)

let folder: string
let connection: DuckDbConnection
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-contracts-'))
  connection = await connectDuckDb(join(folder, 'read.duckdb'), { readOnly: false })
})
afterAll(async () => {
  await connection[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

/** What our runs come to, in the words of the script. */
async function play({ name, level, runs }: Case): Promise<z.infer<typeof answer>> {
  const p = pipeline({
    name,
    destination: duckdb({ path: join(folder, `${name}.duckdb`) }),
    dataDir: folder,
    projectDir: folder,
    env: {},
  })
  const results: z.infer<typeof answer> = []
  for (const { tables, contract, type } of runs) {
    const hint = contract === null ? {} : { schemaContract: contract }
    const resources = Object.entries(tables).map(([table, rows]) =>
      resource(
        { name: table, ...(type && { columns: { a: { dataType: type } } }), ...(level === 'resource' && hint) },
        rows,
      ),
    )
    const data = source({ name: 's', ...(level === 'source' && hint), resources: () => resources })
    const options: RunOptions = level === 'run' ? hint : {}
    try {
      const [built] = (await p.prepare(data(), options)).packages
      results.push({ tables: await read(name, built?.loadId ?? '', built?.jobs ?? []) })
    } catch (error) {
      results.push({ error: violation(error) })
      break
    }
  }
  return results
}

const ENTITY_OF: Readonly<Record<string, string>> = {
  contract_tables: 'tables',
  contract_columns: 'columns',
  contract_data_type: 'data_type',
}

function violation(error: unknown): unknown {
  if (!(error instanceof TolvaError)) throw error
  const { table, column = null } = error.context
  return { entity: ENTITY_OF[error.code] ?? `${error}`, table, column }
}

async function read(name: string, loadId: string, jobs: PackageInfo['jobs']) {
  const found: Record<string, { rows: number; values: Record<string, number> }> = {}
  for (const { id, table, rows } of jobs) {
    if (table.startsWith('_dlt') || rows === 0) continue
    const file = join(folder, 'pipelines', name, 'packages', loadId, 'files', `${id}.parquet`)
    const from = `read_parquet('${file}')`
    const columns = (await connection.rows(`DESCRIBE SELECT * FROM ${from}`)).map(([column]) => String(column))
    const own = columns.filter((column) => !column.startsWith('_dlt'))
    const counts = own.map((column) => `count("${column}")`)
    const [totals = []] = await connection.rows(`SELECT ${['count(*)', ...counts].join(', ')} FROM ${from}`)
    const values = own.map((column, at) => [column, Number(totals[at + 1])] as const).filter(([, n]) => n > 0)
    found[table] = { rows: Number(totals[0]), values: Object.fromEntries(values) }
  }
  return found
}

test.runIf(testPython())(`${cases.length} contracts do to rows what they do in dlt`, { timeout: 300_000 }, async () => {
  const python = testPython() ?? ''
  const stored = cases.map((one) => ({
    ...one,
    runs: one.runs.map(({ tables, contract, type }) => ({
      tables,
      contract: snakeCased(contract),
      columns: type && { a: { data_type: type } },
    })),
  }))
  const dlt = z
    .record(z.string(), answer)
    .parse(await runPython({ python, script: 'contract_cases.py', cwd: folder }, { folder, cases: stored }))
  const ours: Record<string, unknown> = {}
  for (const one of cases) ours[one.name] = await play(one)
  expect(ours).toEqual(dlt)
})

function snakeCased(contract: SchemaContract | null): unknown {
  if (contract === null || typeof contract === 'string') return contract
  const { dataType, ...rest } = contract
  return dataType === undefined ? rest : { ...rest, data_type: dataType }
}
