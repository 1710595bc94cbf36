import { mkdir, mkdtemp, readdir, rename, rm, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { secret } from '../config/secret.ts'
import type { RunEvent } from '../contracts/events.ts'
import { resolveDestination } from '../destinations/registry.ts'
import { LoadFailedError, SourceError, type TolvaError } from '../errors/tolva-error.ts'
import { resource } from '../extract/resource.ts'
import { source } from '../extract/source.ts'
import { silentLogger } from '../log/logger.ts'
import { takeLease } from '../package/lease.ts'
import { workingFolder } from '../package/working-folder.ts'
import { attachPipeline } from './attach.ts'
import { createPipeline, type Pipeline, type PipelineOptions } from './pipeline.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-pipeline-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const open = (options: Partial<PipelineOptions> = {}): Pipeline =>
  createPipeline(
    {
      name: 'shop',
      destination: 'duckdb',
      dataset: 'shop_data',
      dataDir: join(folder, 'data'),
      projectDir: folder,
      env: {},
      ...options,
    },
    { resolveDestination: (name) => resolveDestination(name) },
  )

const rows = (pipeline: Pipeline, table: string) => pipeline.dataset().table(table).orderBy('id').rows()
const ids = async (pipeline: Pipeline, table: string) => (await rows(pipeline, table)).map(({ id }) => id)
const failure = (promise: Promise<unknown>): Promise<TolvaError> =>
  promise.then(
    () => {
      throw new Error('it did not fail')
    },
    (error) => error,
  )

async function* twoPagesThenFail() {
  yield [{ id: 1 }]
  yield [{ id: 2 }]
  throw new Error('the network is gone')
}

describe('a run', () => {
  it('that gives nothing to load makes no package, and still says what was left out', async () => {
    const shop = open()
    await shop.run([{ id: 1 }], { tableName: 'orders' })
    const nothing = await shop.run([], { tableName: 'orders' })
    expect(nothing.packages).toEqual([])
    const kept = resource({ name: 'refunds', schemaContract: { tables: 'discard_row' } }, [{ id: 1 }])
    const refused = await shop.run(kept)
    expect(refused.packages).toEqual([])
    expect(refused.warnings.join()).toContain('Table refunds: 1 row(s) left out by the contract on tables')
    expect(await shop.dataset().table('_dlt_loads').count()).toBe(1)
    const { workingFolder, packages } = await shop.info()
    expect(await readdir(join(workingFolder, 'packages'))).toEqual(packages.map(({ loadId }) => loadId))
  })

  it('counts a table whose rows were all set aside with none', async () => {
    const shop = open()
    const orders = (list: object[]) => resource({ name: 'orders', schemaContract: { columns: 'discard_row' } }, list)
    await shop.run(orders([{ id: 1 }]))
    const info = await shop.run(orders([{ id: 2, note: 'new' }]))
    expect(info.rowCounts).toEqual({ orders: 0 })
    expect(await ids(shop, 'orders')).toEqual([1])
  })

  it('stores the state with the default schema where it has no source of that', async () => {
    const shop = open()
    const named = (name: string) => source({ name, resources: () => [resource({ name: `of_${name}` }, [{ id: 1 }])] })()
    await shop.run(named('one'))
    const info = await shop.run(named('two'))
    expect(info.packages.map(({ schemaName }) => schemaName)).toEqual(['two', 'one'])
    const two = (await shop.schemas()).get('two')
    expect(two?.tables.has('_dlt_pipeline_state')).toBe(false)
  })

  it('tells in four sentences what it did', async () => {
    const info = await open().run([{ id: 1 }], { tableName: 'items' })
    const lines = String(info).split('\n')
    expect(lines).toHaveLength(4)
    expect(lines[0]).toMatch(/^Pipeline shop load step completed in \d+\.\d\d seconds$/)
    expect(lines[1]).toBe('1 load package(s) were loaded to destination duckdb and into dataset shop_data')
    expect(lines[2]).toBe(`The duckdb destination used duckdb:///${folder}/shop.duckdb location to store data`)
    expect(lines[3]).toMatch(/^Load package \d+\.\d+ is LOADED and contains no failed jobs$/)
    expect(info.rowCounts).toEqual({ items: 1 })
  })

  it('appends by default and grows the table', async () => {
    const pipeline = open()
    await pipeline.run([{ id: 1, name: 'a' }], { tableName: 'items' })
    await pipeline.run([{ id: 2, tags: ['x', 'y'] }], { tableName: 'items' })
    expect(await rows(pipeline, 'items')).toMatchObject([
      { id: 1, name: 'a' },
      { id: 2, name: null },
    ])
    expect(await pipeline.dataset().rowCounts()).toEqual({ items: 2, items__tags: 2 })
  })

  it('replaces a table with its nested ones, also by nothing', async () => {
    const pipeline = open()
    const items = (data: object[]) => resource({ name: 'items', writeDisposition: 'replace' }, data)
    await pipeline.run(items([{ id: 1, tags: ['x'] }, { id: 2 }]))
    await pipeline.run(items([{ id: 3 }]))
    expect(await pipeline.dataset().rowCounts()).toEqual({ items: 1, items__tags: 0 })
    await pipeline.run(items([]))
    expect(await pipeline.dataset().rowCounts()).toEqual({ items: 0, items__tags: 0 })
  })

  it('sends rows to tables that their content names', async () => {
    const pipeline = open()
    const events = resource({ name: 'events', tableName: (row) => `event_${row.kind}` }, [
      { id: 1, kind: 'click' },
      { id: 2, kind: 'view' },
      { id: 3, kind: 'click' },
    ])
    expect((await pipeline.run(events)).rowCounts).toEqual({ event_click: 2, event_view: 1 })
  })

  it('reports columns that only ever held null', async () => {
    const info = await open().run([{ id: 1, note: null }], { tableName: 'items' })
    expect(info.warnings).toEqual(['Table items: note only ever held null, so there is no such column yet.'])
  })

  it('says where its files are when it is run from another folder', async () => {
    await open().run([{ id: 1 }], { tableName: 'items' })
    const info = await open({ projectDir: join(folder, 'elsewhere') }).run([{ id: 2 }], { tableName: 'items' })
    expect(info.warnings).toEqual([
      `Pipeline shop ran first in ${folder}, so its local files are there and not in ${join(folder, 'elsewhere')}.`,
    ])
    expect(await ids(open(), 'items')).toEqual([1, 2])
  })

  it('goes on in the folder to which its project was moved', async () => {
    const before = join(folder, 'before')
    const after = join(folder, 'after')
    await mkdir(before)
    await open({ projectDir: before }).run([{ id: 1 }], { tableName: 'items' })
    await rename(before, after)
    const pipeline = open({ projectDir: after })
    expect(await ids(pipeline, 'items')).toEqual([1])
    const info = await pipeline.run([{ id: 2 }], { tableName: 'items' })
    expect(info.warnings).toEqual([
      `Pipeline shop ran first in ${before}, which is gone: its local files are in ${after} from now on.`,
    ])
    expect(await ids(pipeline, 'items')).toEqual([1, 2])
    expect((await pipeline.run([{ id: 3 }], { tableName: 'items' })).warnings).toEqual([])
    expect(
      await ids(await attachPipeline('shop', { dataDir: join(folder, 'data') }, { resolveDestination }), 'items'),
    ).toEqual([1, 2, 3])
  })

  it('loads several sources as a package each', async () => {
    const of = (name: string) => source({ name, resources: () => [resource({ name: `${name}_rows` }, [{ id: 1 }])] })()
    const pipeline = open()
    const info = await pipeline.run([of('b'), of('a')])
    expect(info.packages.map((pkg) => pkg.schemaName)).toEqual(['a', 'b'])
    expect(info.rowCounts).toEqual({ a_rows: 1, b_rows: 1 })
    expect((await pipeline.state()).schema_names).toEqual(['a', 'b'])
    await pipeline.run([of('b'), of('a')])
    expect(await pipeline.dataset().rowCounts()).toEqual({ a_rows: 2, b_rows: 2 })
  })

  it('keeps what a resource leaves in its state, and forgets it on a full reload', async () => {
    const pipeline = open()
    const counter = (writeDisposition: 'append' | 'replace') =>
      resource({ name: 'items', writeDisposition }, ({ state }) => {
        state.runs = Number(state.runs ?? 0) + 1
        return [{ id: state.runs }]
      })
    await pipeline.run(counter('append'))
    await pipeline.run(counter('append'))
    expect(await ids(pipeline, 'items')).toEqual([1, 2])
    await pipeline.run(counter('replace'))
    expect(await ids(pipeline, 'items')).toEqual([1])
  })

  it('tells of its steps and pages as events', async () => {
    const events: RunEvent[] = []
    await open().run([{ id: 1 }], { tableName: 'items', onEvent: (event) => events.push(event) })
    const steps = events.flatMap((event) => (event.type === 'step-finished' ? [event.step] : []))
    expect(steps).toEqual(['sync', 'extract', 'normalize', 'load'])
    expect(events).toContainEqual(expect.objectContaining({ type: 'page', resource: 'items', pages: 1 }))
    expect(events).toContainEqual(expect.objectContaining({ type: 'package', state: 'loaded' }))
  })
})

describe('a run that fails', () => {
  it('in extract leaves no row, no package and no state', async () => {
    const pipeline = open()
    await pipeline.run([{ id: 0 }], { tableName: 'items' })
    const before = await pipeline.state()
    const error = await failure(pipeline.run(resource({ name: 'items' }, twoPagesThenFail)))
    expect(error).toBeInstanceOf(SourceError)
    expect(error.context).toMatchObject({ pipeline: 'shop', resource: 'items', step: 'extract' })
    expect(await ids(pipeline, 'items')).toEqual([0])
    expect(await pipeline.state()).toEqual(before)
    expect((await pipeline.info()).packages.map(({ status }) => status.state)).toEqual(['loaded'])
  })

  it('leaves no files behind once the next run has begun', async () => {
    const pipeline = open()
    await failure(pipeline.run(resource({ name: 'items' }, twoPagesThenFail)))
    await pipeline.run([{ id: 1 }], { tableName: 'items' })
    expect(await readdir(join(folder, 'data/pipelines/shop/packages'))).toHaveLength(1)
  })

  it('on a value that fits nowhere says table, column and row', async () => {
    const pipeline = open()
    const data = [{ id: 1 }, { id: 2n ** 64n }]
    const error = await failure(pipeline.run(data, { tableName: 'items' }))
    expect(error.context).toMatchObject({ resource: 'items', table: 'items', column: 'id', row: 1, step: 'normalize' })
    expect(await pipeline.dataset().rowCounts()).toEqual({})
  })

  it('on a frozen contract says what is new, and loads nothing', async () => {
    const pipeline = open()
    await pipeline.run([{ id: 1 }], { tableName: 'items' })
    const error = await failure(pipeline.run([{ id: 2, extra: 1 }], { tableName: 'items', schemaContract: 'freeze' }))
    expect(error).toMatchObject({ code: 'contract_columns', context: { table: 'items', column: 'extra' } })
    expect(await ids(pipeline, 'items')).toEqual([1])
  })

  it('in load keeps the package, and the next run loads it first', async () => {
    const pipeline = open()
    await pipeline.run([{ id: 1, name: 'a' }], { tableName: 'items' })
    const keyed = resource({ name: 'keyed', columns: { name: { nullable: false, dataType: 'text' } } }, [
      { id: 1, name: 'a' },
      { id: 2 },
    ])
    const error = await failure(pipeline.run(keyed))
    expect(error).toMatchObject({ code: 'constraint_violated', context: { table: 'keyed', step: 'load' } })
    expect(error).toBeInstanceOf(LoadFailedError)
    expect(error).toMatchObject({ info: { packages: [{ state: 'failed', report: { rowCounts: { keyed: 2 } } }] } })
    expect(await pipeline.dataset().rowCounts()).toEqual({ items: 1 })
    expect((await pipeline.info()).packages.map(({ status }) => status.state)).toEqual(['loaded', 'failed'])
    expect(await failure(pipeline.run([{ id: 2 }], { tableName: 'items' }))).toMatchObject({
      code: 'constraint_violated',
    })
    const info = await open({ pending: 'discard' }).run([{ id: 2 }], { tableName: 'items' })
    expect(info.rowCounts).toEqual({ items: 1 })
    expect(await ids(pipeline, 'items')).toEqual([1, 2])
  })

  it('of an upsert without a primary key comes when it is loaded, as in dlt, and leaves no table behind', async () => {
    const pipeline = open()
    const keyless = resource({ name: 'keyless', writeDisposition: { disposition: 'merge', strategy: 'upsert' } }, [
      { id: 1 },
    ])
    expect(await failure(pipeline.run(keyless))).toMatchObject({
      code: 'primary_key_missing',
      context: { step: 'load' },
    })
    expect(await pipeline.dataset().rowCounts()).toEqual({})
    expect((await pipeline.trace())?.packages.map(({ state }) => state)).toEqual(['failed'])
    expect((await pipeline.info()).packages.map(({ status }) => status.state)).toEqual(['failed'])
  })

  it('for want of a secret says which line to put into which file, before anything is opened', async () => {
    const shop = source({ name: 'shop_source', config: { apiKey: secret() }, resources: () => [] })
    const error = await failure(open().run(shop()))
    expect(error.code).toBe('missing_config')
    expect(`${error.message} ${error.hint}`).toContain('[sources.shop_source]')
    expect(`${error.message} ${error.hint}`).toContain(join(folder, '.dlt', 'secrets.toml'))
    expect(await readdir(folder)).not.toContain('shop.duckdb')
  })

  it('for an unknown resource or rows without a table says so', async () => {
    const one = source({ name: 'one', resources: () => [resource({ name: 'a' }, [{ id: 1 }])] })
    expect(await failure(open().run(one(), { select: ['b'] }))).toMatchObject({ code: 'unknown_resource' })
    expect(await failure(open().run([{ id: 1 }]))).toMatchObject({ code: 'table_name_missing' })
  })

  it('while another run holds the pipeline names the holder', async () => {
    const free = workingFolder('shop', { dataDir: join(folder, 'data') })
    await using _lease = await takeLease(free, { now: Date.now, logger: silentLogger })
    const error = await failure(open().run([{ id: 1 }], { tableName: 'items' }))
    expect(error.code).toBe('locked')
    expect(error.message).toContain(String(process.pid))
  })
})

describe('prepare and load', () => {
  it('are the halves of a run', async () => {
    const pipeline = open()
    const prepared = await pipeline.prepare([{ id: 1 }], { tableName: 'items' })
    expect(prepared.packages.map(({ state }) => state)).toEqual(['sealed'])
    expect(await readdir(folder)).not.toContain('shop.duckdb')
    await pipeline.prepare([{ id: 2 }], { tableName: 'items' })
    const loaded = await pipeline.load()
    expect(loaded.packages.map(({ state }) => state)).toEqual(['loaded', 'loaded'])
    expect(await ids(pipeline, 'items')).toEqual([1, 2])
    expect((await pipeline.load()).packages).toEqual([])
  })

  it('go on where a process died between sealing and writing the state', async () => {
    const pipeline = open()
    const keep = resource({ name: 'items' }, ({ state }) => {
      state.seen = true
      return [{ id: 1 }]
    })
    await pipeline.prepare(keep)
    const sealed = await pipeline.state()
    await unlink(join(folder, 'data/pipelines/shop/state.json'))
    await rm(join(folder, 'data/pipelines/shop/schemas'), { recursive: true })
    expect((await pipeline.state()).sources).toEqual(sealed.sources)
    await pipeline.run([{ id: 2 }], { tableName: 'items' })
    expect(await ids(pipeline, 'items')).toEqual([1, 2])
    expect((await pipeline.schemas()).get('shop')?.version).toBe(2)
  })

  it('go on where a process died between the seals of two sources: neither source is loaded without the other', async () => {
    const grows = (name: string, to: number) =>
      source({
        name,
        resources: () => [
          resource(
            { name: `of_${name}`, incremental: { cursorPath: 'id' } },
            Array.from({ length: to }, (_, index) => ({ id: index + 1 })),
          ),
        ],
      })()
    await open().run([grows('one', 1), grows('two', 1)])
    const dies = (event: RunEvent) => {
      if (event.type === 'package' && event.state === 'sealed') throw new Error('killed')
    }
    await failure(open().run([grows('one', 2), grows('two', 2)], { onEvent: dies }))
    expect(
      await open()
        .load()
        .then(({ packages }) => packages),
    ).toEqual([])
    await open().run([grows('one', 3), grows('two', 3)])
    expect(await ids(open(), 'of_one')).toEqual([1, 2, 3])
    expect(await ids(open(), 'of_two')).toEqual([1, 2, 3])
  })

  it('have all schemas of a run that died before it wrote them down', async () => {
    const named = (name: string) => source({ name, resources: () => [resource({ name: `of_${name}` }, [{ id: 1 }])] })()
    await open().prepare([named('one'), named('two')])
    await unlink(join(folder, 'data/pipelines/shop/state.json'))
    await rm(join(folder, 'data/pipelines/shop/schemas'), { recursive: true })
    expect([...(await open().schemas()).keys()]).toEqual(['one', 'two'])
  })

  it('load a package once however often it is asked for', async () => {
    const pipeline = open()
    const { packages } = await pipeline.run([{ id: 1 }], { tableName: 'items' })
    const status = join(folder, 'data/pipelines/shop/packages', packages[0]?.loadId ?? '', 'status.json')
    await unlink(status)
    await pipeline.load()
    expect(await ids(pipeline, 'items')).toEqual([1])
  })

  it('refuse to run over what is pending where that is asked for', async () => {
    await open().prepare([{ id: 1 }], { tableName: 'items' })
    const error = await failure(open({ pending: 'fail' }).run([{ id: 2 }], { tableName: 'items' }))
    expect(error.code).toBe('packages_pending')
  })
})

describe('the state', () => {
  const counting = resource({ name: 'items' }, ({ state }) => {
    state.runs = Number(state.runs ?? 0) + 1
    return [{ id: state.runs }]
  })

  it('is restored from the destination on a machine that never saw the pipeline', async () => {
    await open().run(counting)
    const other = open({ dataDir: join(folder, 'other') })
    await other.run(counting)
    expect(await ids(other, 'items')).toEqual([1, 2])
    expect((await other.schemas()).get('shop')?.tables.has('items')).toBe(true)
  })

  it('starts anew where the dataset is gone', async () => {
    const pipeline = open()
    await pipeline.run(counting)
    await pipeline.run([{ id: 1 }], { tableName: 'forgotten' })
    await unlink(join(folder, 'shop.duckdb'))
    await pipeline.run(counting)
    expect(await ids(pipeline, 'items')).toEqual([1])
    expect(await pipeline.dataset().tables()).toEqual(['items'])
    await open().run(counting)
    expect(await ids(pipeline, 'items')).toEqual([1, 2])
  })

  it('of another machine is not overwritten by a package made before it', async () => {
    const pipeline = open()
    await pipeline.run(counting)
    const other = open({ dataDir: join(folder, 'other') })
    await other.run(counting)
    await pipeline.run(counting)
    expect(await ids(pipeline, 'items')).toEqual([1, 2, 3])
  })
})
