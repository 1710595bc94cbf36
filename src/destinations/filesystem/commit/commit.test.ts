import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CommitPlan, Loader } from '../../../contracts/destination.ts'
import type { LoadPackage } from '../../../contracts/load-package.ts'
import { silentLogger } from '../../../log/logger.ts'
import { createSchema } from '../../../schema/create-schema.ts'
import type { Table } from '../../../schema/stored.ts'
import { toStored } from '../../../schema/stored-form.ts'
import { localStorage } from '../../../storage/local.ts'
import type { Storage } from '../../../storage/storage.ts'
import { filesystemCapabilities } from '../capabilities.ts'
import { DEFAULT_LAYOUT, parseLayout } from '../layout/layout.ts'
import { lakeLoader } from '../loader.ts'
import type { LakeSession } from '../session.ts'
import { tableFormat } from '../table-formats/registry.ts'
import { type Intent, intentKey, readIntent, thisOwner } from './intent.ts'
import { sweep } from './take-over.ts'

let folder: string
let storage: Storage
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-commit-'))
  storage = localStorage(join(folder, 'lake'), { shared: true })
})
afterEach(async () => {
  await Promise.all(loaders.splice(0).map((one) => one[Symbol.asyncDispose]()))
  await rm(folder, { recursive: true, force: true })
})

const context = {
  signal: new AbortController().signal,
  logger: silentLogger,
  now: Date.now,
  emit: () => {},
  projectDir: '/',
}
const session = (over = storage): LakeSession => ({
  bucket: { url: { scheme: 'file', path: join(folder, 'lake') }, storage: over },
  dataset: 'ds',
  layout: parseLayout(DEFAULT_LAYOUT),
  maxStateFiles: 2,
  context,
  scratch: async () => folder,
})
const loaders: Loader[] = []
function loader(over = storage): Loader {
  const made = lakeLoader(session(over))
  loaders.push(made)
  return made
}

const TABLE: Table = {
  name: 't',
  columns: new Map([['id', { name: 'id', data_type: 'bigint' }]]),
  write_disposition: 'append',
  'x-normalizer': { 'seen-data': true },
}
const SCHEMA = { ...createSchema('s'), version_hash: Buffer.from('hash').toString('base64') }
const schema = { ...SCHEMA, tables: new Map([...SCHEMA.tables, ['t', TABLE]]) }

/** A load of one row. */
async function planOf(loadId: string, more: Partial<LoadPackage> = {}, state?: number): Promise<CommitPlan> {
  const path = join(folder, `${loadId}.jsonl`)
  await writeFile(path, `{"id":${Math.round(Number(loadId))}}\n`)
  const job = {
    id: `f${loadId.replace('.', '')}`,
    table: 't',
    format: 'jsonl' as const,
    file: 'files/x.jsonl',
    columns: ['id'],
    rows: 1,
    bytes: 9,
    digest: loadId,
  }
  return {
    package: {
      version: 1,
      loadId,
      pipeline: 'p',
      dataset: 'ds',
      schema: toStored(schema),
      replace: [],
      drop: [],
      truncate: [],
      jobs: [job],
      state: null,
      expectedState: null,
      report: { rowCounts: {}, nullOnlyColumns: {}, discarded: [], resources: {}, warnings: [] },
      createdAt: '2024-01-01T00:00:00Z',
      ...more,
    },
    schema,
    staged: [{ job, location: path }],
    stateRow:
      state === undefined
        ? null
        : { version: state, engineVersion: 4, pipelineName: 'p', state: 'x', versionHash: `h${state}`, dltId: 'd' },
  }
}

async function ids(): Promise<readonly unknown[]> {
  await using reading = loader()
  if (!(await reading.columns(['t'])).has('t')) return []
  const found: unknown[] = []
  for await (const chunk of await reading.stream('SELECT id FROM t ORDER BY id'))
    found.push(...chunk.map(([id]) => Number(id)))
  return found
}
const files = async (path: string) => readdir(join(folder, 'lake/ds', path)).catch(() => [])
const signal = context.signal

/** The storage, which is unplugged when a key of that name is to be written. */
function unplugged(pattern: RegExp): Storage {
  const stop = (key: string) => {
    if (pattern.test(key)) throw new Error('the plug was pulled')
  }
  return {
    ...storage,
    putIfAbsent: async (key, body) => {
      stop(key)
      return storage.putIfAbsent(key, body)
    },
  }
}

/** An intent as a process left it that has ended. */
async function ofDeadProcess(loadId: string): Promise<void> {
  const intent = await readIntent(session(), loadId)
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  const dead: Intent | undefined = intent && { ...intent, owner: { ...thisOwner(session()), pid, started: '1' } }
  await storage.put(intentKey(session(), loadId), JSON.stringify(dead))
}

describe('a load that stopped before it was committed', () => {
  it('is not seen, and is taken away by the next load once its process has ended', async () => {
    const stopped = loader(unplugged(/_dlt_loads/)).commit([await planOf('1.0')], signal)
    await expect(stopped).rejects.toThrow('the plug was pulled')
    expect(await files('t')).toHaveLength(1)
    expect(await ids()).toEqual([])
    await loader().commit([await planOf('2.0')], signal)
    // Its process runs: it may go on.
    expect(await files('t')).toHaveLength(2)
    await ofDeadProcess('1.0')
    await loader().commit([await planOf('3.0')], signal)
    expect(await files('t')).toHaveLength(2)
    expect(await files('.tolva/intents')).toEqual([])
    expect(await ids()).toEqual([2, 3])
  })

  it('is gone on with by its own next try, also while somebody sweeps it', async () => {
    const plan = await planOf('1.0')
    await expect(loader(unplugged(/_dlt_loads/)).commit([plan], signal)).rejects.toThrow()
    await ofDeadProcess('1.0')
    const [tried] = await Promise.allSettled([
      loader().commit([{ ...plan, retried: true }], signal),
      loader().commit([await planOf('2.0')], signal),
    ])
    expect(tried.status).toBe('fulfilled')
    expect(await ids()).toEqual([1, 2])
    expect(await files('t')).toHaveLength(2)
  })

  it('is kept from another package with its load id', async () => {
    await expect(loader(unplugged(/_dlt_loads/)).commit([await planOf('1.0')], signal)).rejects.toThrow()
    const other = await planOf('1.0', { pipeline: 'other' })
    await expect(loader().commit([other], signal)).rejects.toMatchObject({ code: 'load_id_taken' })
    expect(await files('t')).toHaveLength(1)
  })
})

describe('a load that replaces', () => {
  it('leaves the old rows until it is committed, and what it could not delete to the next load', async () => {
    await loader().commit([await planOf('1.0')], signal)
    const replacing = { replace: ['t'] }
    await expect(loader(unplugged(/_dlt_loads/)).commit([await planOf('2.0', replacing)], signal)).rejects.toThrow()
    expect(await ids()).toEqual([1])
    const failing: Storage = {
      ...storage,
      delete: async () => {
        throw new Error('the plug was pulled')
      },
    }
    await loader(failing).commit([{ ...(await planOf('2.0', replacing)), retried: true }], signal)
    expect(await ids()).toEqual([2])
    expect(await files('t')).toHaveLength(2)
    await loader().commit([await planOf('3.0')], signal)
    expect(await files('t')).toHaveLength(2)
    expect(await ids()).toEqual([2, 3])
  })

  it('does not take what others are bringing', async () => {
    await expect(loader(unplugged(/_dlt_loads/)).commit([await planOf('1.0')], signal)).rejects.toThrow()
    await loader().commit([await planOf('2.0', { replace: ['t'] })], signal)
    await loader().commit([{ ...(await planOf('1.0')), retried: true }], signal)
    expect(await ids()).toEqual([1, 2])
  })
})

describe('the state of a pipeline', () => {
  const first = { expectedState: { version: 0, hash: '' } }
  const second = { expectedState: { version: 1, hash: 'h1' } }

  it('is moved by one of those who go on from it at the same moment', async () => {
    await loader().commit([await planOf('1.0', first, 1)], signal)
    const plans = await Promise.all(['2.0', '3.0', '4.0', '5.0'].map((loadId) => planOf(loadId, second, 2)))
    const outcomes = await Promise.allSettled(plans.map((plan) => loader().commit([plan], signal)))
    const lost = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
    expect(lost.map(({ code }) => code)).toEqual(['state_moved', 'state_moved', 'state_moved'])
    expect(await ids()).toHaveLength(2)
    // Who lost took away what it had brought.
    expect(await files('t')).toHaveLength(2)
    expect(await files('.tolva/commits')).toEqual([])
  })

  it('and its load are finished by whoever comes across a commit that was decided', async () => {
    const broken = loader(unplugged(/_dlt_pipeline_state/)).commit([await planOf('1.0', first, 1)], signal)
    await expect(broken).rejects.toThrow('the plug was pulled')
    expect(await ids()).toEqual([])
    const late = loader().commit([await planOf('2.0', first, 1)], signal)
    await expect(late).rejects.toMatchObject({ code: 'state_moved' })
    expect(await ids()).toEqual([1])
    expect(await loader().newestState('p')).toMatchObject({ version: 1, loadId: '1.0' })
  })

  it('is not swept away with its load once it was decided, by who looked before', async () => {
    const broken = loader(unplugged(/_dlt_pipeline_state/)).commit([await planOf('1.0', first, 1)], signal)
    await expect(broken).rejects.toThrow('the plug was pulled')
    await ofDeadProcess('1.0')
    const intent = await readIntent(session(), '1.0')
    expect(intent && (await sweep(session(), intent))).toBe(false)
    await loader().commit([await planOf('2.0')], signal)
    expect(await ids()).toEqual([1, 2])
  })

  it('comes with all loads of one run or with none', async () => {
    const together = [await planOf('1.0', first, 1), await planOf('2.0')]
    await expect(loader(unplugged(/_dlt_loads.*2\.0/)).commit(together, signal)).rejects.toThrow()
    expect(await files('_dlt_loads')).toHaveLength(1)
    expect(await ids()).toEqual([])
    await loader().commit(
      together.map((plan) => ({ ...plan, retried: true })),
      signal,
    )
    expect(await ids()).toEqual([1, 2])
  })

  it('has as many files as were asked for, the newest by number', async () => {
    let expectedState = { version: 0, hash: '' }
    for (const [index, loadId] of ['9.5', '10.25', '10.3'].entries()) {
      await loader().commit([await planOf(loadId, { expectedState }, index + 1)], signal)
      expectedState = { version: index + 1, hash: `h${index + 1}` }
    }
    expect((await files('_dlt_pipeline_state')).map((name) => name.split('__')[1]).toSorted()).toEqual([
      '10.25',
      '10.3',
    ])
    expect((await loader().newestState('p'))?.loadId).toBe('10.3')
  })
})

it('merges tables as their formats do', () => {
  for (const [name, { mergeStrategies }] of Object.entries(filesystemCapabilities.tableFormats ?? {}))
    expect(tableFormat(name)?.mergeStrategies).toEqual(mergeStrategies)
})
