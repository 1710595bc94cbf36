import { describe, expect, it, test } from 'vitest'
import { datePlaceholders } from './date-placeholders.ts'
import { filePath, loadOfPath, tablePrefix } from './file-path.ts'
import { DEFAULT_LAYOUT, parseLayout } from './layout.ts'

const FILE = {
  schemaName: 'shop',
  tableName: 'users',
  loadId: '1795657086.0818317',
  fileId: '3c8962b575',
  ext: 'parquet',
}
const MOMENTS = { package: new Date('2024-01-07T03:04:05.678Z'), current: new Date('2023-12-31T13:00:09.999Z') }

const path = (layout: string, extra = {}) => filePath(parseLayout(layout, extra), FILE, MOMENTS)

describe('a layout', () => {
  it.each([
    [DEFAULT_LAYOUT, 'users/1795657086.0818317.3c8962b575.parquet'],
    ['{table_name}', 'users.parquet'],
    ['{schema_name}/{table_name}/{load_id}/{file_id}', 'shop/users/1795657086.0818317/3c8962b575.parquet'],
    ['{table_name}/year={YYYY}/month={MM}/{file_id}.{ext}', 'users/year=2023/month=12/3c8962b575.parquet'],
    ['{table_name}/{timestamp}.{load_package_timestamp_ms}', 'users/1704027609.1704596645678.parquet'],
  ])('%s places a file as dlt does', (layout, expected) => {
    expect(path(layout)).toBe(expected)
  })

  it('takes placeholders of one’s own, the same for all files or one for each', () => {
    const extra = { region: 'eu', shard: ({ tableName }: { tableName: string }) => tableName.length }
    expect(path('{table_name}/{region}/{shard}.{file_id}.{ext}', extra)).toBe('users/eu/5.3c8962b575.parquet')
    expect(() => path('{table_name}/{region}', { region: '' })).toThrow(
      expect.objectContaining({ code: 'bad_layout', hint: 'Let {region} be a text for every file.' }),
    )
  })

  it.each([
    ['{load_id}/{file_id}', 'lacks {table_name}'],
    ['{load_id}/{table_name}/x', 'has {load_id} before {table_name}'],
    ['{table_name}{load_id}', 'has no separator behind {table_name}'],
    ['{table_name}/{foo}', 'has placeholders that nobody fills: {foo}'],
  ])('%s is refused', (layout, what) => {
    expect(() => parseLayout(layout)).toThrow(
      expect.objectContaining({ code: 'bad_layout', message: `the layout ${layout} ${what}` }),
    )
  })

  it('tells the files of a table by how they begin, and the load where the path names it', () => {
    const layout = parseLayout(DEFAULT_LAYOUT)
    expect(tablePrefix(layout, FILE)).toBe('users/')
    expect(loadOfPath(layout, '1795657086.0818317.3c8962b575.jsonl.gz')).toBe(FILE.loadId)
    expect(loadOfPath(layout, 'part-0001.parquet')).toBeUndefined()
    const parted = parseLayout('{table_name}/{YYYY}/{file_id}_{load_id}.{ext}')
    expect(loadOfPath(parted, `2024/abc_${FILE.loadId}.parquet`)).toBe(FILE.loadId)
    expect(loadOfPath(parseLayout('{table_name}/{file_id}'), 'abc.parquet')).toBeUndefined()
    expect(tablePrefix(parseLayout('{table_name}'), FILE)).toBe('users.')
  })
})

test('a moment is told as pendulum tells it, in lower case', () => {
  expect(datePlaceholders(new Date('2024-01-07T03:04:05.006Z'))).toMatchObject({
    ...{ YYYY: '2024', YY: '24', Y: '2024', MMMM: 'january', MMM: 'jan', MM: '01', M: '1', DD: '07', D: '7' },
    ...{ HH: '03', H: '3', mm: '04', m: '4', dddd: 'sunday', ddd: 'sun', dd: 'su', ss: '05', s: '5', Q: '1' },
    ...{ SSSS: '0060', SSS: '006', SS: '00', S: '0', curr_date: '2024-01-07' },
  })
  expect(datePlaceholders(new Date('2024-01-08T00:00:00Z'))).toMatchObject({ dd: 'mo', d: '1' })
})
