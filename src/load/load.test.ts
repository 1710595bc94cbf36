import { createHash } from 'node:crypto'
import { appendFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Loader, PhysicalColumn } from '../contracts/destination.ts'
import type { RunEvent } from '../contracts/events.ts'
import type { JobFile, LoadPackage } from '../contracts/load-package.ts'
import { duckdb } from '../destinations/duckdb/index.ts'
import { connectDuckDb } from '../duckdb/connection.ts'
import { DestinationError } from '../errors/tolva-error.ts'
import { silentLogger } from '../log/logger.ts'
import { listPackages, pendingPackages } from '../package/list-packages.ts'
import { jobPath, readPackage } from '../package/read-package.ts'
import { openPackage, sealPackage } from '../package/seal-package.ts'
import { type WorkingFolder, workingFolder } from '../package/working-folder.ts'
import { bumpVersion } from '../schema/bump-version.ts'
import { createSchema } from '../schema/create-schema.ts'
import type { Column, Json, Schema, Table, WriteDisposition } from '../schema/stored.ts'
import { toStored } from '../schema/stored-form.ts'
import { loadPackages } from './load.ts'

const id: Column = { name: 'id', data_type: 'bigint', nullable: false }
const loadIdColumn: Column = { name: '_dlt_load_id', data_type: 'text', nullable: false }
const columnsOf = (...columns: Column[]) => [...columns, loadIdColumn]

const AT = '2024-01-02T03:04:05'
const NAIVE = { data_type: 'timestamp', timezone: false } as const

/** Column, value as it stands in a job file, database type, value as it is read back. */
const TYPES: readonly (readonly [Omit<Column, 'name'>, string, string, unknown])[] = [
  [{ data_type: 'text' }, `'x'`, 'VARCHAR', 'x'],
  [{ data_type: 'bigint' }, '1::BIGINT', 'BIGINT', 1n],
  [{ data_type: 'bigint', precision: 8 }, '1::BIGINT', 'TINYINT', 1n],
  [{ data_type: 'bigint', precision: 16 }, '1::BIGINT', 'SMALLINT', 1n],
  [{ data_type: 'bigint', precision: 32 }, '1::BIGINT', 'INTEGER', 1n],
  [{ data_type: 'bigint', precision: 128 }, `'170141183460469231731687303715884105727'`, 'HUGEINT', 2n ** 127n - 1n],
  [{ data_type: 'double' }, '1.5::DOUBLE', 'DOUBLE', 1.5],
  [{ data_type: 'bool' }, 'true', 'BOOLEAN', true],
  [{ data_type: 'date' }, `DATE '2024-01-02'`, 'DATE', '2024-01-02'],
  [{ data_type: 'time' }, `TIME '01:02:03.000004'`, 'TIME', '01:02:03.000004'],
  [{ data_type: 'binary' }, `'\\xFF'::BLOB`, 'BLOB', new Uint8Array([255])],
  [{ data_type: 'json' }, `'{"a":[1]}'`, 'JSON', '{"a":[1]}'],
  [{ data_type: 'decimal' }, `'-1.5'`, 'DECIMAL(38,9)', '-1.500000000'],
  [{ data_type: 'decimal', precision: 6, scale: 2 }, '1.25::DECIMAL(6,2)', 'DECIMAL(6,2)', '1.25'],
  [{ data_type: 'wei' }, `'99999999999999999999999999999999999999'`, 'DECIMAL(38,0)', '9'.repeat(38)],
  [{ data_type: 'timestamp' }, `TIMESTAMPTZ '${AT}.000006+00'`, 'TIMESTAMP WITH TIME ZONE', `${AT}.000006Z`],
  [{ data_type: 'timestamp', precision: 3 }, `TIMESTAMPTZ '${AT}+00'`, 'TIMESTAMP WITH TIME ZONE', `${AT}.000000Z`],
  [{ ...NAIVE }, `TIMESTAMP '${AT}.000006'`, 'TIMESTAMP', `${AT}.000006`],
  [{ ...NAIVE, precision: 0 }, `TIMESTAMP '${AT}'`, 'TIMESTAMP_S', `${AT}.000000`],
  [{ ...NAIVE, precision: 3 }, `TIMESTAMP '${AT}.006'`, 'TIMESTAMP_MS', `${AT}.006000`],
  [{ ...NAIVE, precision: 9 }, `TIMESTAMP '${AT}.000006'`, 'TIMESTAMP_NS', `${AT}.000006000`],
]

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tolva-load-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

function schemaWith(
  columns: readonly Column[],
  write_disposition: WriteDisposition = 'append',
  extra: string[] = [],
): Schema {
  const schema = createSchema('p')
  const named = (name: string): Table => ({
    name,
    columns: new Map(columns.map((column) => [column.name, column])),
    write_disposition,
    resource: name,
  })
  const tables = ['t', ...extra].map((name) => [name, named(name)] as const)
  return bumpVersion({ ...schema, tables: new Map<string, Table>([...schema.tables, ...tables]) })
}

function stateOf(version: number): { readonly [key: string]: Json } {
  return {
    _state_version: version,
    _state_engine_version: 4,
    _version_hash: `hash${version}`,
    sources: {},
    _local: { x: 1 },
  }
}

interface Given {
  readonly loadId: string
  readonly schema: Schema
  /** Table → SELECT statements, one a file. */
  readonly files?: Readonly<Record<string, readonly string[]>>
  readonly rest?: Partial<LoadPackage>
}

/** One pipeline with its folder and its DuckDB file. */
async function pipelineNamed(name: string) {
  const folder = workingFolder(name, { dataDir: root })
  const destination = duckdb({ path: `${name}.duckdb` })
  const target = { pipeline: name, dataset: 'ds', localDir: root }
  const events: RunEvent[] = []
  const abort = new AbortController()
  const context = {
    signal: abort.signal,
    logger: silentLogger,
    now: Date.now,
    emit: (event: RunEvent) => void events.push(event),
    projectDir: root,
  }
  const connect = () => destination.connect(target, context)
  const load = async (loadId: string, wrap: (loader: Loader) => Loader = (loader) => loader) => {
    const sealed = await readPackage(folder, loadId)
    if (!sealed) throw new Error(`no package ${loadId}`)
    await using loader = await connect()
    const retry = { attempts: 3, firstWaitMs: 1 }
    return (await loadPackages([sealed], { folder, loader: wrap(loader), context, retry }))[0]
  }
  const query = async (sql: string): Promise<unknown[][]> => {
    await using loader = await connect()
    const rows: unknown[][] = []
    for await (const chunk of await loader.stream(sql)) rows.push(...chunk.map((row) => [...row]))
    return rows
  }
  return { folder, connect, load, query, events, abort, seal: (given: Given) => seal(folder, given) }
}

async function seal(folder: WorkingFolder, { loadId, schema, files = {}, rest = {} }: Given): Promise<LoadPackage> {
  const path = await openPackage(folder, loadId)
  const jobs: JobFile[] = []
  await using writer = await connectDuckDb(join(root, 'writer.duckdb'))
  for (const [table, selects] of Object.entries(files)) {
    for (const select of selects) jobs.push(await writeJob(table, select))
  }
  const load: LoadPackage = {
    version: 1,
    loadId,
    pipeline: folder.pipeline,
    dataset: 'ds',
    schema: toStored(schema),
    replace: [],
    drop: [],
    truncate: [],
    jobs,
    state: null,
    expectedState: null,
    report: { rowCounts: {}, nullOnlyColumns: {}, discarded: [], resources: {}, warnings: [] },
    createdAt: '2024-01-01T00:00:00Z',
    ...rest,
  }
  await sealPackage(folder, load)
  return load

  async function writeJob(table: string, select: string): Promise<JobFile> {
    const name = `${createHash('sha256').update(`${table} ${select} ${jobs.length}`).digest('hex').slice(0, 10)}`
    const file = join(path, `${name}.parquet`)
    const rows = await writer.execute(
      `COPY (SELECT *, '${loadId}' AS _dlt_load_id FROM (${select})) TO '${file}' (FORMAT parquet)`,
    )
    const { columns } = await writer.stream(`FROM read_parquet('${file}') LIMIT 0`)
    return {
      id: name,
      table,
      format: 'parquet',
      file: `files/${name}.parquet`,
      columns: columns.map((column) => column.name),
      rows,
      bytes: (await stat(file)).size,
      digest: createHash('sha256')
        .update(await readFile(file))
        .digest('hex'),
    }
  }
}

async function realColumns(loader: Loader, table: string): Promise<readonly PhysicalColumn[] | undefined> {
  return (await loader.columns([table])).get(table)
}

describe('loading a package into DuckDB', () => {
  it('makes the tables, brings the rows of all files and writes the rows that dlt reads', async () => {
    const p = await pipelineNamed('first')
    const schema = schemaWith(columnsOf(id, { name: 'name', data_type: 'text' }))
    await p.seal({
      loadId: '1.0',
      schema,
      files: {
        t: [`SELECT 1::BIGINT AS id, 'a' AS name`, `SELECT 2::BIGINT AS id, 'b' AS name`, 'SELECT 3::BIGINT AS id'],
      },
      rest: { state: stateOf(2) },
    })
    expect(await p.load('1.0')).toBe('loaded')
    expect(await p.query('SELECT id, name FROM t ORDER BY id')).toEqual([
      [1n, 'a'],
      [2n, 'b'],
      [3n, null],
    ])
    expect(await p.query('SELECT load_id, schema_name, status, schema_version_hash FROM _dlt_loads')).toEqual([
      ['1.0', 'p', 0n, schema.version_hash],
    ])
    expect(await p.query('SELECT version, engine_version, schema_name, version_hash FROM _dlt_version')).toEqual([
      [BigInt(schema.version), 11n, 'p', schema.version_hash],
    ])
    expect(await p.query('SELECT version, pipeline_name, version_hash, _dlt_load_id FROM _dlt_pipeline_state')).toEqual(
      [[2n, 'first', 'hash2', '1.0']],
    )
    expect((await listPackages(p.folder)).map(({ status }) => status.state)).toEqual(['loaded'])
    expect(p.events.at(-1)).toEqual({ type: 'package', loadId: '1.0', state: 'loaded' })
  })

  it("gives dlt's own tables the columns and types that dlt gives them", async () => {
    const p = await pipelineNamed('system')
    await p.seal({ loadId: '1.0', schema: schemaWith(columnsOf(id)), rest: { state: stateOf(1) } })
    await p.load('1.0')
    await using loader = await p.connect()
    const shape = async (table: string) =>
      (await realColumns(loader, table))?.map((c) => `${c.name} ${c.type}${c.nullable ? '' : ' N'}`)
    expect(await shape('_dlt_loads')).toEqual([
      'load_id VARCHAR N',
      'schema_name VARCHAR',
      'status BIGINT N',
      'inserted_at TIMESTAMP WITH TIME ZONE N',
      'schema_version_hash VARCHAR',
    ])
    expect(await shape('_dlt_version')).toEqual([
      'version BIGINT N',
      'engine_version BIGINT N',
      'inserted_at TIMESTAMP WITH TIME ZONE N',
      'schema_name VARCHAR N',
      'version_hash VARCHAR N',
      'schema VARCHAR N',
    ])
    expect(await shape('_dlt_pipeline_state')).toEqual([
      'version BIGINT N',
      'engine_version BIGINT N',
      'pipeline_name VARCHAR N',
      'state VARCHAR N',
      'created_at TIMESTAMP WITH TIME ZONE N',
      'version_hash VARCHAR',
      '_dlt_load_id VARCHAR N',
      '_dlt_id VARCHAR N',
    ])
  })

  it('stores each type as dlt does, and reads it back', async () => {
    const p = await pipelineNamed('types')
    const columns: Column[] = TYPES.map(([type], i) => ({ name: `c${i}`, ...type }))
    const select = `SELECT ${TYPES.map(([, value], i) => `${value} AS c${i}`).join(', ')}`
    await p.seal({ loadId: '1.0', schema: schemaWith(columnsOf(...columns)), files: { t: [select] } })
    await p.load('1.0')
    expect(await p.query('SELECT * EXCLUDE (_dlt_load_id) FROM t')).toEqual([TYPES.map(([, , , expected]) => expected)])
    await using loader = await p.connect()
    const types = (await realColumns(loader, 't'))?.map(({ type }) => type)
    expect(types?.slice(0, -1)).toEqual(TYPES.map(([, , type]) => type))
  })

  it('loads a package once, however often it is tried after the commit', async () => {
    const p = await pipelineNamed('twice')
    const given = { loadId: '1.0', schema: schemaWith(columnsOf(id)), files: { t: ['SELECT 1::BIGINT AS id'] } }
    const sealed = await p.seal(given)
    const dying = (loader: Loader): Loader => ({
      ...loader,
      async commit(plan, signal) {
        await loader.commit(plan, signal)
        throw new Error('killed after the commit')
      },
    })
    await expect(p.load('1.0', dying)).rejects.toThrow('killed after the commit')
    expect((await pendingPackages(p.folder)).map(({ loadId }) => loadId)).toEqual(['1.0'])
    expect(await p.load('1.0')).toBe('already-loaded')
    expect(p.events).toContainEqual(expect.objectContaining({ type: 'warning', code: 'already_loaded' }))
    {
      await using loader = await p.connect()
      const staged = sealed.jobs.map((job) => ({ job, location: jobPath(p.folder, sealed, job) }))
      await loader.commit(
        [{ package: sealed, schema: given.schema, staged, stateRow: null, retried: true }],
        p.abort.signal,
      )
    }
    expect(await p.query('SELECT count(*) FROM t')).toEqual([[1n]])
    expect(await p.query('SELECT count(*) FROM _dlt_loads')).toEqual([[1n]])
    expect(await pendingPackages(p.folder)).toEqual([])
  })

  it('loads a package that a crash before the commit left behind', async () => {
    const p = await pipelineNamed('before')
    await p.seal({ loadId: '1.0', schema: schemaWith(columnsOf(id)), files: { t: ['SELECT 1::BIGINT AS id'] } })
    const dying = (loader: Loader): Loader => ({ ...loader, commit: () => Promise.reject(new Error('killed')) })
    await expect(p.load('1.0', dying)).rejects.toMatchObject({ name: 'DestinationError', code: 'load_failed' })
    expect(await p.load('1.0')).toBe('loaded')
    expect(await p.query('SELECT id FROM t')).toEqual([[1n]])
  })

  it('tries again what may succeed later, and not what cannot', async () => {
    const p = await pipelineNamed('retry')
    await p.seal({ loadId: '1.0', schema: schemaWith(columnsOf(id)), files: { t: ['SELECT 1::BIGINT AS id'] } })
    let commits = 0
    const failing =
      (retry: boolean) =>
      (loader: Loader): Loader => ({
        ...loader,
        commit(plan, signal) {
          commits += 1
          if (commits < 3) throw new DestinationError('busy', { code: 'busy', retry })
          return loader.commit(plan, signal)
        },
      })
    await expect(p.load('1.0', failing(false))).rejects.toThrow('busy')
    expect(commits).toBe(1)
    expect(await p.load('1.0', failing(true))).toBe('loaded')
    expect(commits).toBe(3)
  })

  it('appends, adds columns to what is there, and keeps a known schema hash once', async () => {
    const p = await pipelineNamed('append')
    const narrow = schemaWith(columnsOf(id))
    const wide = schemaWith(columnsOf(id, { name: 'tags', data_type: 'json' }))
    await p.seal({ loadId: '1.0', schema: narrow, files: { t: ['SELECT 1::BIGINT AS id'] } })
    await p.seal({ loadId: '2.0', schema: wide, files: { t: [`SELECT 2::BIGINT AS id, '[1]' AS tags`] } })
    await p.seal({ loadId: '3.0', schema: wide, files: { t: ['SELECT 3::BIGINT AS id'] } })
    for (const loadId of ['1.0', '2.0', '3.0']) await p.load(loadId)
    expect(await p.query('SELECT id, tags FROM t ORDER BY id')).toEqual([
      [1n, null],
      [2n, '[1]'],
      [3n, null],
    ])
    expect(await p.query('SELECT count(*) FROM _dlt_version')).toEqual([[2n]])
  })

  it('replaces a chain in one step, also with no rows at all', async () => {
    const p = await pipelineNamed('replace')
    const schema = schemaWith(columnsOf(id), 'replace', ['t__c'])
    const files = { t: ['SELECT range AS id FROM range(5)'], t__c: ['SELECT range AS id FROM range(9)'] }
    await p.seal({ loadId: '1.0', schema, files, rest: { replace: ['t', 't__c'] } })
    await p.seal({ loadId: '2.0', schema, files: { t: ['SELECT 7::BIGINT AS id'] }, rest: { replace: ['t', 't__c'] } })
    await p.seal({ loadId: '3.0', schema, rest: { replace: ['t', 't__c', 'never_made'] } })
    const counts = 'SELECT (SELECT count(*) FROM t), (SELECT count(*) FROM t__c)'
    await p.load('1.0')
    expect(await p.query(counts)).toEqual([[5n, 9n]])
    await p.load('2.0')
    expect(await p.query(counts)).toEqual([[1n, 0n]])
    await p.load('3.0')
    expect(await p.query(counts)).toEqual([[0n, 0n]])
  })

  it('drops and truncates, and lets the schema start over after a drop', async () => {
    const p = await pipelineNamed('drop')
    const schema = schemaWith(columnsOf(id), 'append', ['u'])
    const files = { t: ['SELECT 1::BIGINT AS id'], u: ['SELECT 1::BIGINT AS id'] }
    await p.seal({ loadId: '1.0', schema, files })
    await p.load('1.0')
    const next = schemaWith(columnsOf({ name: 'id', data_type: 'text' }), 'append', ['u'])
    await p.seal({
      loadId: '2.0',
      schema: next,
      files: { t: [`SELECT 'x' AS id`] },
      rest: { drop: ['t'], truncate: ['u'] },
    })
    await p.load('2.0')
    expect(await p.query('SELECT id FROM t')).toEqual([['x']])
    expect(await p.query('SELECT count(*) FROM u')).toEqual([[0n]])
    expect(await p.query('SELECT version_hash FROM _dlt_version')).toEqual([[next.version_hash]])
  })

  it('leaves nothing of a package in which one row breaks a constraint', async () => {
    const p = await pipelineNamed('constraint')
    const schema = schemaWith(columnsOf(id), 'append', ['u'])
    const files = { t: ['SELECT 1::BIGINT AS id'], u: ['SELECT NULL::BIGINT AS id'] }
    await p.seal({ loadId: '1.0', schema, files, rest: { state: stateOf(1) } })
    await expect(p.load('1.0')).rejects.toMatchObject({
      code: 'constraint_violated',
      retry: false,
      context: { table: 'u' },
    })
    await using loader = await p.connect()
    expect([...(await loader.columns(['t', 'u'])).keys()]).toEqual([])
    expect(await loader.newestState('constraint')).toBeUndefined()
    expect(await loader.storedSchema({ name: 'p' })).toBeUndefined()
    expect((await listPackages(p.folder))[0]?.status).toMatchObject({
      state: 'failed',
      error: { code: 'constraint_violated' },
    })
  })

  it('adds a not-null column where no row lacks it, and refuses where one does', async () => {
    const p = await pipelineNamed('not-null')
    const key: Column = { name: 'key', data_type: 'text', nullable: false }
    await p.seal({ loadId: '1.0', schema: schemaWith(columnsOf(id)), files: { t: ['SELECT 1::BIGINT AS id'] } })
    await p.load('1.0')
    const files = { t: [`SELECT 2::BIGINT AS id, 'k' AS key`] }
    await p.seal({ loadId: '2.0', schema: schemaWith(columnsOf(id, key)), files })
    await expect(p.load('2.0')).rejects.toMatchObject({ code: 'constraint_violated', context: { column: 'key' } })
    await p.seal({ loadId: '3.0', schema: schemaWith(columnsOf(id, key), 'replace'), files, rest: { replace: ['t'] } })
    await p.load('3.0')
    expect(await p.query('SELECT id, key FROM t')).toEqual([[2n, 'k']])
  })

  it('refuses job files that are not those that were sealed', async () => {
    const p = await pipelineNamed('tampered')
    const files = { t: ['SELECT 1::BIGINT AS id'] }
    const sealed = await p.seal({ loadId: '1.0', schema: schemaWith(columnsOf(id)), files })
    const [job] = sealed.jobs
    if (!job) throw new Error('no job')
    const path = jobPath(p.folder, sealed, job)
    await appendFile(path, 'x')
    await expect(p.load('1.0')).rejects.toMatchObject({
      code: 'package_damaged',
      message: expect.stringContaining('instead of'),
    })
    await rm(path)
    await expect(p.load('1.0')).rejects.toMatchObject({
      code: 'package_damaged',
      message: expect.stringContaining('is gone'),
    })
    await using loader = await p.connect()
    expect(await loader.datasetExists()).toBe(false)
  })

  it('refuses a package that was made from another state than the newest, and says so', async () => {
    const p = await pipelineNamed('moved')
    const schema = schemaWith(columnsOf(id))
    await p.seal({ loadId: '1.0', schema, rest: { state: stateOf(1) } })
    await p.seal({ loadId: '2.0', schema, rest: { state: stateOf(2), expectedState: { version: 1, hash: 'hash1' } } })
    await p.seal({ loadId: '3.0', schema, rest: { state: stateOf(2), expectedState: { version: 1, hash: 'hash1' } } })
    await p.load('1.0')
    await p.load('2.0')
    await expect(p.load('3.0')).rejects.toMatchObject({ code: 'state_moved', retry: false })
    expect(await p.query('SELECT version FROM _dlt_pipeline_state ORDER BY version')).toEqual([[1n], [2n]])
    await using loader = await p.connect()
    expect(await loader.newestState('moved')).toMatchObject({ version: 2, versionHash: 'hash2', loadId: '2.0' })
    expect(await loader.newestState('other')).toBeUndefined()
  })

  it('takes more memory for a load that the usual limit is too small for', async () => {
    const p = await pipelineNamed('roomy')
    const columns = Array.from({ length: 60 }, (_, i): Column => ({ name: `c${i}`, data_type: 'bigint' }))
    const select = `SELECT ${columns.map(({ name }, i) => `range * ${i + 1} AS ${name}`).join(', ')} FROM range(60000)`
    await p.seal({ loadId: '1.0', schema: schemaWith(columnsOf(...columns)), files: { t: [select] } })
    const limits: unknown[] = []
    const limit = async (loader: Loader) => {
      for await (const [row] of await loader.stream(`SELECT current_setting('memory_limit')`)) limits.push(row?.[0])
    }
    await p.load('1.0', (loader) => ({
      ...loader,
      async commit(plan, signal) {
        for await (const _ of await loader.stream(`SET memory_limit = '16MiB'`));
        await limit(loader)
        await loader.commit(plan, signal)
        await limit(loader)
      },
    }))
    expect(limits[0]).toBe('16.0 MiB')
    expect(limits[1]).toMatch(/GiB$/)
    expect(await p.query('SELECT count(*), sum(c59)::BIGINT FROM t')).toEqual([[60_000n, 107_998_200_000n]])
  })

  it.each([
    ['guess', 'unsupported_merge_strategy'],
    ['upsert', 'primary_key_missing'],
    ['scd2', 'scd2_columns_missing'],
  ])('loads nothing where a table cannot be merged by %s', async (strategy, code) => {
    const p = await pipelineNamed(`merge_${strategy}`)
    const plain = schemaWith(columnsOf(id), 'merge')
    const table = { ...plain.tables.get('t'), name: 't', columns: new Map([['id', id]]), 'x-merge-strategy': strategy }
    const schema = bumpVersion({ ...plain, tables: new Map([...plain.tables, ['t', table]]) })
    await p.seal({ loadId: '1.0', schema, files: { t: ['SELECT 1::BIGINT AS id'] } })
    await expect(p.load('1.0')).rejects.toMatchObject({ code })
    expect(
      await p.query("SELECT table_name FROM duckdb_tables() WHERE table_name NOT LIKE '\\_dlt%' ESCAPE '\\'"),
    ).toEqual([])
  })

  it('leaves an interrupted package as it was', async () => {
    const p = await pipelineNamed('interrupted')
    await p.seal({ loadId: '1.0', schema: schemaWith(columnsOf(id)), files: { t: ['SELECT 1::BIGINT AS id'] } })
    const stopping = (loader: Loader): Loader => ({
      ...loader,
      stage(job, path, options) {
        p.abort.abort(new Error('stopped'))
        return loader.stage(job, path, options)
      },
    })
    await expect(p.load('1.0', stopping)).rejects.toThrow('stopped')
    expect((await listPackages(p.folder))[0]?.status).toEqual({ state: 'sealed' })
  })

  it('keeps names as they are: quotes, spaces, words of SQL, and a dataset called like its file', async () => {
    const p = await pipelineNamed('ds')
    const odd: Column = { name: 'select "x', data_type: 'bigint' }
    await p.seal({
      loadId: '1.0',
      schema: schemaWith(columnsOf(odd)),
      files: { t: ['SELECT 1::BIGINT AS "select ""x"'] },
    })
    await p.load('1.0')
    expect(await p.query('SELECT "select ""x" FROM t')).toEqual([[1n]])
  })
})
