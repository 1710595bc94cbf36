import { spawn } from 'node:child_process'
import { copyFile, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectDuckDb, type DuckDbConnection } from './connection.ts'

const NEWER = fileURLToPath(new URL('../../test/fixtures/duckdb-2.0.duckdb', import.meta.url))
const DRIVER = import.meta.resolve('@duckdb/node-api')

async function readAll(connection: DuckDbConnection, sql: string): Promise<unknown[][]> {
  const rows: unknown[][] = []
  for await (const chunk of await connection.stream(sql)) rows.push(...chunk.map((row) => [...row]))
  return rows
}

/** Another process that holds the file until its input ends; resolves once it holds it. */
async function holder(path: string) {
  const script = `import d from ${JSON.stringify(DRIVER)}
    const held = await d.DuckDBInstance.create(${JSON.stringify(path)}); console.log('held')
    process.stdin.on('end', () => { held.closeSync(); process.exit(0) }).resume()`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] })
  await new Promise((resolve) => child.stdout.once('data', resolve))
  return { pid: child.pid, letGo: () => child.stdin.end(), gone: new Promise((resolve) => child.once('exit', resolve)) }
}

describe('a connection to a DuckDB file', () => {
  let folder: string
  const at = (name: string) => join(folder, name)
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tolva-duckdb-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it.each([
    ['1::TINYINT', 1n],
    ['-9007199254740993', -9007199254740993n],
    ['170141183460469231731687303715884105727::HUGEINT', 170141183460469231731687303715884105727n],
    ['1.50::DECIMAL(38,9)', '1.500000000'],
    ['2.0::DOUBLE', 2],
    ['true', true],
    [`'ä'`, 'ä'],
    ['NULL', null],
    [`TIMESTAMPTZ '2024-01-02 03:04:05.000006+00'`, '2024-01-02T03:04:05.000006Z'],
    [`TIMESTAMP '1969-12-31 23:59:59.999999'`, '1969-12-31T23:59:59.999999'],
    [`TIMESTAMP_NS '2024-01-02 03:04:05.000000007'`, '2024-01-02T03:04:05.000000007'],
    [`TIMESTAMP_S '2024-01-02 03:04:05'`, '2024-01-02T03:04:05.000000'],
    [`TIMESTAMP 'infinity'`, 'infinity'],
    [`DATE '2024-02-29'`, '2024-02-29'],
    [`TIME '01:02:03.000004'`, '01:02:03.000004'],
    [`'\\x00\\xFF'::BLOB`, new Uint8Array([0, 255])],
    [`'{"b":1,"a":[2]}'::JSON`, '{"b":1,"a":[2]}'],
    [`'6f1c6a4e-0000-4000-8000-000000000001'::UUID`, '6f1c6a4e-0000-4000-8000-000000000001'],
    [`[DATE '2024-01-01']`, ['2024-01-01']],
    [`{'a': 1.5::DECIMAL(3,1)}`, { a: '1.5' }],
  ])('gives %s out as %o', async (sql, expected) => {
    await using connection = await connectDuckDb(at('values.duckdb'))
    expect(await readAll(connection, `SELECT ${sql}`)).toEqual([[expected]])
  })

  it('names columns with their database types, json included', async () => {
    await using connection = await connectDuckDb(at('values.duckdb'))
    const stream = await connection.stream(`SELECT 1::BIGINT AS a, '{}'::JSON AS b, now() AS c`)
    expect(stream.columns).toEqual([
      { name: 'a', type: 'BIGINT' },
      { name: 'b', type: 'JSON' },
      { name: 'c', type: 'TIMESTAMP WITH TIME ZONE' },
    ])
  })

  it('streams in chunks while other statements run', async () => {
    await using connection = await connectDuckDb(at('chunks.duckdb'))
    await connection.execute('CREATE TABLE t AS SELECT range AS a FROM range(10000)')
    let sum = 0n
    let chunks = 0
    for await (const chunk of await connection.stream('SELECT a FROM t')) {
      chunks += 1
      expect(await connection.rows('SELECT count(*) FROM t')).toEqual([[10000n]])
      for (const [a] of chunk) sum += typeof a === 'bigint' ? a : 0n
    }
    expect(sum).toBe(49_995_000n)
    expect(chunks).toBeGreaterThan(1)
  })

  it('binds texts, numbers, booleans, nulls and bytes', async () => {
    await using connection = await connectDuckDb(at('values.duckdb'))
    const params = ['x', 1, 2n, 1.5, true, null, new Uint8Array([7])]
    expect(await connection.rows('SELECT ?, ?, ?, ?, ?, ?, ?', params)).toEqual([
      ['x', 1n, 2n, 1.5, true, null, new Uint8Array([7])],
    ])
  })

  it('shares one instance between all holds of a file, whatever its spelling', async () => {
    await symlink(at('shared.duckdb'), at('link.duckdb'))
    await using first = await connectDuckDb(at('shared.duckdb'))
    await first.execute('CREATE TABLE t (a INT)')
    await using second = await connectDuckDb(join(folder, '.', 'link.duckdb'))
    await using reader = await connectDuckDb(at('shared.duckdb'), { readOnly: true })
    await second.execute('INSERT INTO t VALUES (1)')
    expect(second.path).toBe(first.path)
    expect(await readAll(reader, 'SELECT * FROM t')).toEqual([[1n]])
    await expect(readAll(reader, 'INSERT INTO t VALUES (2)')).rejects.toMatchObject({ name: 'DestinationError' })
  })

  it('rolls back all of a transaction that throws', async () => {
    await using connection = await connectDuckDb(at('rollback.duckdb'))
    await connection.execute('CREATE TABLE t (a INT NOT NULL)')
    const work = connection.transaction(async () => {
      await connection.execute('ALTER TABLE t ADD COLUMN b INT')
      await connection.execute('INSERT INTO t VALUES (1, 2)')
      await connection.execute('INSERT INTO t VALUES (NULL, 2)', [], 't')
    })
    await expect(work).rejects.toMatchObject({
      code: 'constraint_violated',
      retry: false,
      message: 'table t: Constraint Error: NOT NULL constraint failed: t.a',
    })
    expect((await connection.stream('FROM t')).columns).toHaveLength(1)
    expect(await connection.rows('SELECT count(*) FROM t')).toEqual([[0n]])
  })

  it('stops a long statement when the signal aborts, and leaves nothing', async () => {
    await using connection = await connectDuckDb(at('abort.duckdb'))
    const abort = new AbortController()
    const work = connection.transaction(async () => {
      await connection.execute('CREATE TABLE t (a HUGEINT)')
      queueMicrotask(() => setImmediate(() => abort.abort(new Error('stop'))))
      await connection.execute('INSERT INTO t SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b')
    }, abort.signal)
    await expect(work).rejects.toThrow('stop')
    await expect(connection.rows('FROM t')).rejects.toMatchObject({ code: 'undefined_relation' })
  })

  it('stops a long statement whose signal aborts while its session is opened', async () => {
    await using connection = await connectDuckDb(at('early.duckdb'))
    const abort = new AbortController()
    const hangs = 'SELECT sum(a.range * b.range % 7) FROM range(1000000) a, range(1000000) b'
    const reading = connection.stream(hangs, [], abort.signal)
    abort.abort(new Error('stop'))
    await expect(reading).rejects.toThrow()
  })

  it('waits for another process, and names it when it does not let go', async () => {
    const path = at('held.duckdb')
    const other = await holder(path)
    await expect(connectDuckDb(path, { waitMs: 0 })).rejects.toMatchObject({
      code: 'duckdb_file_held',
      retry: true,
      context: { pid: other.pid },
      message: expect.stringContaining(`process ${other.pid}`),
    })
    const waits: string[] = []
    const opening = connectDuckDb(path, {
      onWait: (why) => {
        waits.push(why)
        other.letGo()
      },
    })
    await using _connection = await opening
    expect(waits).toHaveLength(1)
    await other.gone
  })

  it('lets another process in once it is disposed, also with a stream left unread', async () => {
    const path = at('released.duckdb')
    {
      await using connection = await connectDuckDb(path)
      await connection.stream('SELECT * FROM range(1000000)')
      for await (const _ of await connection.stream('SELECT * FROM range(1000000)')) break
    }
    const other = await holder(path)
    other.letGo()
    await other.gone
  })

  it('lets a writer in this process wait for its readers', async () => {
    const path = at('reader.duckdb')
    await using(await connectDuckDb(path))
    const reader = await connectDuckDb(path, { readOnly: true })
    await expect(connectDuckDb(path, { waitMs: 0 })).rejects.toMatchObject({ code: 'duckdb_file_held' })
    const writer = connectDuckDb(path, { onWait: () => void reader[Symbol.asyncDispose]() })
    await using(await writer)
  })

  it('says which version wrote a file that is too new, and the way out', async () => {
    const path = at('newer.duckdb')
    await copyFile(NEWER, path)
    await expect(connectDuckDb(path)).rejects.toMatchObject({
      code: 'duckdb_file_too_new',
      message: expect.stringMatching(/DuckDB v2\.0\.0; this tolva brings DuckDB v1\.5\.\d/),
      hint: expect.stringContaining('COPY FROM DATABASE'),
    })
  })

  it.each([
    ['junk.duckdb', 'duckdb_not_a_database'],
    ['missing.duckdb', 'duckdb_file_missing'],
    ['no-folder/x.duckdb', 'duckdb_folder_missing'],
  ])('says what is wrong with %s', async (name, code) => {
    await writeFile(at('junk.duckdb'), 'not a database '.repeat(1000))
    await expect(connectDuckDb(at(name), { readOnly: true })).rejects.toMatchObject({ code })
  })
})

async function using(resource: AsyncDisposable): Promise<void> {
  await resource[Symbol.asyncDispose]()
}
