import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FileFormat } from '../capabilities/capabilities.ts'
import type { Column } from '../schema/stored.ts'
import type { ColumnPage } from './parquet/plain-page.ts'
import { createTableWriter } from './registry.ts'

let folder = ''
const connection = await (await DuckDBInstance.create(':memory:')).connect()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-exchange-'))
})
afterAll(async () => {
  connection.closeSync()
  await rm(folder, { recursive: true })
})

const texts = (values: readonly string[]) =>
  Buffer.concat(
    values.map((text) => {
      const bytes = Buffer.from(text, 'latin1')
      const length = Buffer.alloc(4)
      length.writeUInt32LE(bytes.length)
      return Buffer.concat([length, bytes])
    }),
  )
const page = (column: Omit<Column, 'name'>, values: readonly string[]): ColumnPage => ({
  column: { name: 'c', ...column },
  rows: values.length + 1,
  validity: Uint8Array.of(2 ** values.length - 1),
  values: texts(values),
})

async function write(format: FileFormat, pages: readonly ColumnPage[]) {
  const suffix = format === 'parquet' ? 'parquet' : `${format}.gz`
  const file = join(folder, `${Math.random()}.${suffix}`)
  const writer = createTableWriter(format, { nextFile: () => file, compression: 'zstd', spelling: 'exchange' })
  for (const one of pages) writer.write({ table: 't', rows: one.rows, columns: [one] })
  await writer.close()
  return file
}
const read = async (sql: string) => (await connection.runAndReadAll(sql)).getRowsJson()

describe('a file for exchange', () => {
  it('holds decimals as decimals, rounded to their scale as a cast would', async () => {
    const values = ['1.5', '-0.000000001', '12345678901234567890123456789.123456789', '0.0000000005', '-1E+3', '7']
    const file = await write('parquet', [page({ data_type: 'decimal' }, values)])
    expect(await read(`SELECT typeof(c), c FROM read_parquet('${file}')`)).toEqual(
      ['1.500000000', '-0.000000001', values[2], '0.000000001', '-1000.000000000', '7.000000000', null].map((value) => [
        'DECIMAL(38,9)',
        value,
      ]),
    )
    const price = await write('parquet', [page({ data_type: 'decimal', precision: 4, scale: 2 }, ['-99.994', '0.1'])])
    expect(await read(`SELECT typeof(c), c FROM read_parquet('${price}')`)).toEqual([
      ['DECIMAL(4,2)', '-99.99'],
      ['DECIMAL(4,2)', '0.10'],
      ['DECIMAL(4,2)', null],
    ])
  })

  it('holds whole numbers of more than 64 bits as decimals too, and what no reader takes as text', async () => {
    const wei = await write('parquet', [page({ data_type: 'wei' }, [`${-(10n ** 37n)}`])])
    expect(await read(`SELECT typeof(c), c FROM read_parquet('${wei}') LIMIT 1`)).toEqual([
      ['DECIMAL(38,0)', `${-(10n ** 37n)}`],
    ])
    const more = await write('parquet', [page({ data_type: 'wei', precision: 78 }, [`${2n ** 255n}`])])
    expect(await read(`SELECT typeof(c), c FROM read_parquet('${more}') LIMIT 1`)).toEqual([
      ['VARCHAR', `${2n ** 255n}`],
    ])
  })

  it.each(['99.995', '-100', 'NaN', '1E+40'])('refuses %s where the column has no room for it', async (text) => {
    await expect(
      write('parquet', [page({ data_type: 'decimal', precision: 4, scale: 2 }, [text])]),
    ).rejects.toMatchObject({
      code: 'value_does_not_fit',
      message: `column c takes decimals of 4 digits, 2 of them behind the point, and not ${text}`,
      context: { column: 'c' },
    })
  })

  it('has documents inline in lines, and is one gzip file however many pages it has', async () => {
    const documents = page({ data_type: 'json' }, ['{"a":[1,2.5,"x"]}', '[]'])
    const file = await write('jsonl', [documents, documents])
    const rows = await read(`SELECT c FROM read_json('${file}', columns = {c: 'JSON'}, format = 'newline_delimited')`)
    expect(rows).toEqual([['{"a":[1,2.5,"x"]}'], ['[]'], [null], ['{"a":[1,2.5,"x"]}'], ['[]'], [null]])
  })

  it('spells bytes in csv so that DuckDB reads them', async () => {
    const file = await write('csv', [page({ data_type: 'binary' }, ['a"\0ÿ'])])
    const rows = await read(`SELECT to_base64(c) FROM read_csv('${file}', header = true, types = {c: 'BLOB'})`)
    expect(rows).toEqual([[Buffer.from('a"\0ÿ', 'latin1').toString('base64')], [null]])
  })
})
