import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Bucket } from '../storage/bucket/bucket.ts'
import { localStorage } from '../storage/local.ts'
import { bucketReader } from './bucket-reader.ts'
import type { DuckDbConnection } from './connection.ts'
import { connectScratch } from './scratch.ts'

describe('a reader of a local folder', () => {
  let folder: string
  let connection: DuckDbConnection
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tolva-reader-'))
    connection = await connectScratch(join(folder, 'scratch'))
  })
  afterAll(async () => {
    await connection[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  function bucketAt(...path: string[]): Bucket {
    const root = join(folder, ...path)
    return { url: { scheme: 'file', path: root }, storage: localStorage(root) }
  }

  async function valuesOf(names: readonly string[]): Promise<unknown[]> {
    const list = names.map((name) => `'${name.replaceAll("'", "''")}'`).join(', ')
    const rows = await connection.rows(`SELECT a FROM read_json([${list}], format = 'nd') ORDER BY a`)
    return rows.map(([value]) => Number(value))
  }

  it('names its files by their paths', async () => {
    const bucket = bucketAt('plain')
    await bucket.storage.put('x/1.jsonl', '{"a":1}\n')
    await using reader = await bucketReader(connection, bucket)
    expect(await reader.namesOf(['x/1.jsonl'])).toEqual([join(folder, 'plain', 'x', '1.jsonl')])
  })

  it('names files whose names DuckDB would take for patterns so that it reads just them', async () => {
    const bucket = bucketAt("odd [it's]")
    const keys = ['a?.jsonl', 'a*.jsonl', '{b}.jsonl', 'ab.jsonl', '100%+#ü .jsonl']
    for (const [index, key] of keys.entries()) await bucket.storage.put(key, `{"a":${index}}\n`)
    await using reader = await bucketReader(connection, bucket)
    expect(await valuesOf(await reader.namesOf(keys))).toEqual([0, 1, 2, 3, 4])
    expect(await valuesOf(await reader.namesOf(['a*.jsonl', '100%+#ü .jsonl']))).toEqual([1, 4])
  })

  it('deletes what it copied when it is disposed', async () => {
    const bucket = bucketAt('copied')
    await bucket.storage.put('a*.jsonl', '{"a":1}\n')
    const reader = await bucketReader(connection, bucket)
    const [name = ''] = await reader.namesOf(['a*.jsonl'])
    expect(await readdir(join(name, '..'))).toHaveLength(1)
    await reader[Symbol.asyncDispose]()
    await expect(readdir(join(name, '..'))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('says which file that must be copied is not there', async () => {
    await using reader = await bucketReader(connection, bucketAt('none'))
    await expect(reader.namesOf(['gone*.jsonl'])).rejects.toMatchObject({ code: 'object_missing', retry: true })
  })
})
