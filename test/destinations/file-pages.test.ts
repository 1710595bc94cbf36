import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, test } from 'vitest'
import { type Hints, resource } from '../../src/index.ts'
import { duckDbPlace } from './places/duckdb-place.ts'
import { postgresPlace } from './places/postgres-place.ts'
import { useSuite } from './places/use-suite.ts'

const SELECT = `SELECT range::BIGINT AS "Id", 'a' || chr(9) || '\\N "x"' AS word, '' AS empty, range % 2 = 0 AS flag,
  1.50::DECIMAL(10,2) AS price, 0.1::DOUBLE AS real, TIMESTAMP '2024-01-02 03:04:05.123456' AS at, DATE '2024-01-02' AS day,
  'x'::BLOB AS raw, {'a': [range]} AS doc, CASE WHEN range > 0 THEN 'y' END AS maybe FROM range(3)`

describe.each([duckDbPlace, postgresPlace])('files into $name', (place) => {
  const suite = useSuite(place)
  const load = (dataset: string, page: object, hints: Hints = {}) =>
    suite()
      .pipeline(dataset)
      .run(resource({ name: 't', ...hints }, [page].values()))

  test('a Parquet file brings the same rows, and is merged by its key', async () => {
    const file = join(suite().folder, `${place.name}.parquet`)
    const connection = await (await DuckDBInstance.create(':memory:')).connect()
    await connection.run(`COPY (${SELECT}) TO '${file}' (FORMAT parquet)`)
    connection.closeSync()
    const merge: Hints = { writeDisposition: 'merge', primaryKey: 'id' }
    for (let run = 0; run < 2; run++) await load('from_parquet', { file, format: 'parquet', addDltLoadId: true }, merge)
    const rows = await suite().pipeline('from_parquet').dataset().table('t').orderBy('id').rows()
    expect(rows).toHaveLength(3)
    expect(rows[1]).toEqual({
      id: 1,
      word: 'a\t\\N "x"',
      empty: '',
      flag: false,
      price: '1.50',
      real: 0.1,
      at: '2024-01-02T03:04:05.123456Z',
      day: '2024-01-02',
      raw: new Uint8Array([120]),
      doc: { a: [1] },
      maybe: 'y',
      _dlt_load_id: expect.any(String),
    })
  })

  test('a csv file brings the same rows', async () => {
    const file = join(suite().folder, `${place.name}.csv`)
    await writeFile(file, 'id,Word,day\n1,"a, ""b""",2024-01-02\n2,,\n')
    await load('from_csv', { file, format: 'csv' })
    expect(await suite().pipeline('from_csv').dataset().table('t').orderBy('id').rows()).toEqual([
      { id: 1, word: 'a, "b"', day: '2024-01-02' },
      { id: 2, word: null, day: null },
    ])
    expect(await readFile(file, 'utf8')).toContain('Word')
  })

  test('rows get ids as rows that come as values do, so that both may stand in one table', async () => {
    const file = join(suite().folder, `${place.name}-ids.csv`)
    await writeFile(file, `id\n${Array.from({ length: 3000 }, (_, i) => `${i}\n`).join('')}`)
    await load('with_ids', { file, format: 'csv', addDltId: true })
    await load('with_ids', { rows: [{ id: 3000 }] })
    await load('with_ids', { file, format: 'csv', addDltId: true })
    const rows = await suite().pipeline('with_ids').dataset().table('t').rows()
    expect(new Set(rows.map(({ _dlt_id: id }) => id)).size).toBe(6001)
    expect(rows.every(({ _dlt_id: id }) => /^[\w+/]{14}$/.test(String(id)))).toBe(true)
    expect(new Set(rows.map(({ _dlt_load_id: load }) => load)).size).toBe(3)
  })

  test('a csv file is read with options, and an error names it as the page does', async () => {
    const file = join(suite().folder, `${place.name}-options.csv`)
    await writeFile(file, 'a;1,5\n')
    const csv = { delim: ';', header: false, names: ['name', 'price'], decimal_separator: ',' }
    await load('with_options', { file, format: 'csv', csv })
    expect(await suite().pipeline('with_options').dataset().table('t').rows()).toEqual([{ name: 'a', price: 1.5 }])
    await writeFile(file, 'x\n"')
    const from = { file: 'sftp://somewhere/x.csv' }
    await expect(
      load('misread', { file, format: 'csv', csv: { quote: '"', delim: ',', header: true }, from }),
    ).rejects.toThrow(
      expect.objectContaining({ message: expect.stringContaining(from.file), context: expect.objectContaining(from) }),
    )
    await expect(load('misread', { file, format: 'csv', csv: { "x'": 1 } })).rejects.toMatchObject({
      code: 'invalid_csv_option',
    })
  })
})
