import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectScratch } from '../../src/duckdb/scratch.ts'
import { pipeline, type Row, type RunOptions, transformer } from '../../src/index.ts'
import { type FilesOptions, files, filesystem, readCsv, readJsonl } from '../../src/sources/filesystem/index.ts'

let folder: string
let bucketUrl: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-files-'))
  bucketUrl = join(folder, 'bucket')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const open = (name = 'p') =>
  pipeline({ name, destination: 'duckdb', dataset: 'd', projectDir: folder, dataDir: folder })

/** Writes a file that was changed so many seconds after 2024 began. */
async function put(path: string, body: string | Uint8Array, seconds = 0): Promise<string> {
  const file = join(bucketUrl, path)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, body)
  const at = new Date(Date.UTC(2024, 0, 1) + seconds * 1000)
  await utimes(file, at, at)
  return file
}

async function rowsOf(of: ReturnType<typeof open>, table: string) {
  const rows = await of.dataset().table(table).rows()
  return rows.map(({ _dlt_id, _dlt_load_id, ...row }) => row)
}

const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => `${JSON.stringify({ id: from + i })}\n`).join('')
const ids = async (of: ReturnType<typeof open>, table: string) =>
  (await rowsOf(of, table)).map(({ id }) => Number(id)).sort((a, b) => a - b)
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1)

describe('the files of a folder', () => {
  it('are listed with what dlt says of them, the oldest first', async () => {
    const newer = await put('b/new.csv.gz', 'xy', 5)
    await put('b/old.parquet', 'x', 1)
    await put('b/.hidden', 'x', 1)
    const of = open()
    await of.run(filesystem({ bucketUrl, fileGlob: '**' }))
    expect(await rowsOf(of, 'filesystem')).toEqual([
      expect.objectContaining({ relative_path: 'b/old.parquet', mime_type: 'application/parquet' }),
      {
        file_name: 'new.csv.gz',
        relative_path: 'b/new.csv.gz',
        file_url: pathToFileURL(newer).href,
        mime_type: 'text/csv',
        encoding: 'gzip',
        modification_date: '2024-01-01T00:00:05.000000Z',
        size_in_bytes: 2,
      },
    ])
  })

  it('of a pattern that none fits are a warning', async () => {
    const { warnings } = await open().run(filesystem({ bucketUrl, fileGlob: '*.csv' }))
    expect(warnings).toContain(`Resource filesystem: no file of ${bucketUrl} fits *.csv.`)
  })

  it('are read by type: csv, also packed, with types of its rows', async () => {
    await put('a.csv', 'id,name,at\n1,"a ""b""\nc",2024-01-02 03:04:05\n2,,\n', 1)
    await put('b.csv.gz', gzipSync('id,name,at\n3,x,2024-01-02 00:00:00\n'), 2)
    const of = open()
    await of.run(files({ name: 'people', bucketUrl, fileGlob: '*.csv*', format: 'csv' }))
    expect(await rowsOf(of, 'people')).toEqual([
      { id: 1, name: 'a "b"\nc', at: '2024-01-02T03:04:05.000000Z' },
      { id: 2, name: null, at: null },
      { id: 3, name: 'x', at: '2024-01-02T00:00:00.000000Z' },
    ])
    const rows = await of.dataset().table('people').rows()
    expect(
      rows.every(({ _dlt_id: id, _dlt_load_id: load }) => typeof id === 'string' && typeof load === 'string'),
    ).toBe(true)
  })

  it('are read with options, and row by row where a step wants that', async () => {
    await put('a.csv', 'x;1,5\ny;2,5\n')
    const csv = { delim: ';', header: false, names: ['name', 'price'], decimal_separator: ',' }
    const of = open()
    await of.run(files({ name: 'prices', bucketUrl, fileGlob: '*.csv', csv }))
    await of.run(
      filesystem({ bucketUrl })
        .pipe(readCsv({ csv }))
        .map((row) => ({ ...row, double: Number(row.price) * 2 }))
        .named('doubled'),
    )
    const prices = filesystem({ bucketUrl }).pipe(readCsv({ csv }))
    await of.run(prices.pipe(transformer({ name: 'names' }, (row: Row) => [{ upper: String(row.name).toUpperCase() }])))
    expect(await rowsOf(of, 'names')).toEqual([{ upper: 'X' }, { upper: 'Y' }])
    expect(await rowsOf(of, 'prices')).toEqual([
      { name: 'x', price: 1.5 },
      { name: 'y', price: 2.5 },
    ])
    expect(await rowsOf(of, 'doubled')).toEqual([
      { name: 'x', price: 1.5, double: 3 },
      { name: 'y', price: 2.5, double: 5 },
    ])
  })

  it('are read by type: JSON lines with lists as tables, Parquet as it is', async () => {
    await put('a.jsonl', '{"id": 1, "tags": ["x", "y"], "big": 9007199254740993}\n\n{"id": 2}', 1)
    await put('b.jsonl.gz', gzipSync('{"id": 3}\n'), 2)
    await using duckDb = await connectScratch(folder)
    await duckDb.execute(
      `COPY (SELECT 1::INTEGER AS id, [1, 2] AS list, 1.50::DECIMAL(8,2) AS price) TO '${join(folder, 'p.parquet')}'`,
    )
    const of = open()
    await of.run(files({ name: 'events', bucketUrl, fileGlob: '*.jsonl*', format: 'jsonl' }))
    await of.run(files({ name: 'facts', bucketUrl: folder, fileGlob: '*.parquet' }))
    expect(await of.dataset().table('events').rows({ bigint: 'bigint' })).toMatchObject([
      { id: 1n, big: 9007199254740993n },
      { id: 2n, big: null },
      { id: 3n, big: null },
    ])
    expect((await rowsOf(of, 'events__tags')).map(({ value }) => value)).toEqual(['x', 'y'])
    expect(await rowsOf(of, 'facts')).toEqual([{ id: 1, list: [1, 2], price: '1.50' }])
  })

  it('are read once each, and again where they were changed', async () => {
    const of = open()
    const source = () =>
      files({ name: 'events', bucketUrl, fileGlob: '*.jsonl', incremental: { cursorPath: 'modification_date' } })
    await put('1.jsonl', lines(1, 3), 1)
    await put('2.jsonl', lines(4, 6), 2)
    await of.run(source())
    await put('3.jsonl', lines(7, 7), 2)
    await put('4.jsonl', lines(8, 9), 3)
    await put('0.jsonl', lines(99, 99), 0)
    const second = await of.run(source())
    expect(await ids(of, 'events')).toEqual(upTo(9))
    expect(second.rowCounts).toMatchObject({ events: 3 })
    expect((await of.run(source())).rowCounts.events ?? 0).toBe(0)
    await put('1.jsonl', lines(10, 10), 4)
    await of.run(source())
    expect(await ids(of, 'events')).toEqual(upTo(10))
  })

  it.each<readonly [string, Partial<FilesOptions>]>([
    ['at the next file', {}],
    ['within a file', { pageBytes: 10 }],
  ])('of a run that stopped are gone on with %s', async (_, more) => {
    const of = open()
    const options: RunOptions = { checkpoint: { pages: 1 } }
    const source = () => files({ name: 'events', bucketUrl, fileGlob: '*.jsonl', ...more })
    await put('1.jsonl', lines(1, 5), 1)
    await put('2.jsonl', lines(6, 8), 2)
    const broken = await put('3.jsonl', `${lines(9, 12)}{"id": oops}\n${lines(14, 15)}`, 3)
    const name = pathToFileURL(broken).href
    await expect(of.run(source(), options)).rejects.toMatchObject({
      code: 'invalid_json',
      message: expect.stringContaining(`${name}, line 5: Not valid JSON`),
      context: { file: name, line: 5, table: 'events' },
    })
    await put('3.jsonl', lines(9, 15), 3)
    // What is loaded is not read again.
    await put('1.jsonl', lines(101, 105), 1)
    await of.run(source(), options)
    expect(await ids(of, 'events')).toEqual(upTo(15))
  })

  it('with lines that are no rows lose those only, counted', async () => {
    await put('a.jsonl', `${lines(1, 2)}oops\n${lines(3, 3)}{"id":`, 1)
    await put('a.csv', 'id,name\n1,x\n2,y,z,too,many\n3,w\n', 1)
    const of = open()
    const onBadLine = 'skip'
    const json = await of.run(files({ name: 'events', bucketUrl, fileGlob: '*.jsonl', onBadLine }))
    const csv = await of.run(
      files({ name: 'people', bucketUrl, fileGlob: '*.csv', onBadLine, csv: { header: true, delim: ',' } }),
    )
    expect(await ids(of, 'events')).toEqual([1, 2, 3])
    expect(await ids(of, 'people')).toEqual([1, 3])
    expect(json.warnings).toContain('Table events: 2 row(s) left out by the line that is no JSON (discard_row).')
    expect(csv.warnings).toContain('Table people: 1 row(s) left out by the line that is no row (discard_row).')
  })

  it('that cannot be read are named', async () => {
    const broken = await put('a.csv.gz', 'this is not packed')
    await expect(open().run(files({ bucketUrl, fileGlob: '*.csv.gz' }))).rejects.toMatchObject({
      code: 'file_unreadable',
      context: { file: pathToFileURL(broken).href },
    })
    const packed = await put('b.jsonl.gz', 'this is not packed')
    await expect(
      open('json').run(filesystem({ bucketUrl, fileGlob: '*.jsonl.gz' }).pipe(readJsonl())),
    ).rejects.toMatchObject({ code: 'file_unreadable', context: { file: pathToFileURL(packed).href } })
  })

  it('are refused where their rows would be left out in silence, or their format is not said', () => {
    expect(() => readCsv({ csv: { ignore_errors: true } })).toThrow(
      expect.objectContaining({ code: 'invalid_csv_option' }),
    )
    expect(() => files({ bucketUrl, fileGlob: '*' })).toThrow(expect.objectContaining({ code: 'unknown_file_format' }))
    expect(() => readCsv({ csv: { "x'": 1 } })).toThrow(expect.objectContaining({ code: 'invalid_csv_option' }))
  })
})
