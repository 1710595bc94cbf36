import { expect, test } from 'vitest'
import type { Action } from './actions.ts'
import { sortLogFiles } from './log-files.ts'
import { replay } from './replay.ts'

const add = (path: string, size = 1): Action => ({
  add: { path, size, partitionValues: {}, modificationTime: 0, dataChange: true },
})
const remove = (path: string): Action => ({ remove: { path, dataChange: true } })

test('the newest action on a file decides, whatever the order within a version', () => {
  const { files, removed, version } = replay([
    { version: 0, actions: [add('a'), add('b'), add('c')] },
    { version: 1, actions: [remove('a'), add('b', 2), remove('b')] },
    { version: 2, actions: [add('a', 3), remove('c')] },
  ])
  expect([...files.values()].map(({ path, size }) => [path, size])).toEqual([
    ['b', 2],
    ['a', 3],
  ])
  expect([...removed.keys()]).toEqual(['c'])
  expect(version).toBe(2)
})

test('a log is gone on with from a checkpoint, which stands for all before it', () => {
  const metaData = { id: 'x', format: { provider: 'parquet' }, schemaString: '{}', partitionColumns: [] }
  const { files, txns, protocol } = replay([
    {
      version: 10,
      actions: [{ protocol: { minReaderVersion: 1, minWriterVersion: 2 }, add: null }, { metaData }, add('a')],
    },
    { version: 11, actions: [{ txn: { appId: 'p', version: 4 } }, remove('a'), add('b')] },
    { version: 12, actions: [{ txn: { appId: 'p', version: 7 } }] },
  ])
  expect([...files.keys()]).toEqual(['b'])
  expect(txns.get('p')?.version).toBe(7)
  expect(protocol?.minWriterVersion).toBe(2)
})

test('a checkpoint of several parts counts when all of them are there', () => {
  const at = (name: string) => `ds/t/_delta_log/${name}`
  const part = (version: number, number: number, of: number) =>
    at(
      `${String(version).padStart(20, '0')}.checkpoint.${String(number).padStart(10, '0')}.${String(of).padStart(10, '0')}.parquet`,
    )
  const commit = (version: number) => at(`${String(version).padStart(20, '0')}.json`)
  const { checkpoints, newest, commits } = sortLogFiles([
    ...[8, 9, 10, 11].map(commit),
    part(8, 1, 2),
    part(8, 2, 2),
    part(9, 1, 3),
    at('00000000000000000010.checkpoint.parquet'),
    at('00000000000000000011.checkpoint.80a083e8-7026-4e79-81be-64bd76c43a11.json'),
    at('_last_checkpoint'),
    at('00000000000000000011.crc'),
  ])
  expect(checkpoints).toEqual([
    { version: 8, keys: [part(8, 1, 2), part(8, 2, 2)] },
    { version: 10, keys: [at('00000000000000000010.checkpoint.parquet')] },
  ])
  expect(newest).toBe(11)
  expect(commits.size).toBe(4)
  expect(sortLogFiles([]).newest).toBe(-1)
})
