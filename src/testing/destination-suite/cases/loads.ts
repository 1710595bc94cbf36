import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict'
import type { Destination, Pipeline } from '../../../index.ts'
import { source } from '../../../index.ts'
import { contents } from '../contents.ts'
import { failingCommit } from '../failing-commit.ts'
import type { Suite } from '../open-suite.ts'
import { type SuiteCase, suiteCase } from '../suite-case.ts'
import { withLoader } from '../with-loader.ts'
import type { Rows } from './merged-rows.ts'

const loadsOf = async (shop: Pipeline) => (await shop.dataset().loads()).length

/** dlt's own tables, packages of one run, load ids, failed and aborted loads. */
export function loadCases(): readonly SuiteCase[] {
  return [systemTables, failed, together, takenId, aborted, sameInstant]
}

const systemTables = suiteCase('each load has its rows in dlt’s own tables', async (suite) => {
  const shop = suite.pipeline('system')
  const first = await shop.run(suite.resource({ name: 't' }, [{ id: 1 }]))
  const second = await shop.run(suite.resource({ name: 't' }, [{ id: 2, more: 'x' }]))
  const ids = [first, second].map(({ packages }) => packages[0]?.loadId)
  const loads = await shop.dataset().loads()
  deepEqual(
    loads.map(({ loadId, schemaName, status }) => [loadId, schemaName, status]).reverse(),
    ids.map((loadId) => [loadId, 'system', 0]),
  )
  for (const { insertedAt } of loads) match(insertedAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
  const versions = await shop
    .dataset()
    .sql('SELECT version, version_hash, schema_name, schema FROM _dlt_version ORDER BY version')
    .rows()
  deepEqual(
    versions.map(({ schema_name }) => schema_name),
    ['system', 'system'],
  )
  const stored: unknown = JSON.parse(String(versions[1]?.schema))
  ok(typeof stored === 'object' && stored !== null && 'version_hash' in stored)
  equal(stored.version_hash, versions[1]?.version_hash)
  equal(loads[0]?.schemaVersionHash, versions[1]?.version_hash)
  const states = await shop.dataset().sql('SELECT pipeline_name, _dlt_load_id, _dlt_id FROM _dlt_pipeline_state').rows()
  equal(states[0]?.pipeline_name, 'system_pipeline')
  equal(states[0]?._dlt_load_id, ids[0])
  const rows = await shop.dataset().table('t').orderBy('id').rows()
  deepEqual(
    rows.map((row) => row._dlt_load_id),
    ids,
  )
  equal(new Set(rows.map((row) => row._dlt_id)).size, 2)
})

const failed = suiteCase('a failed load leaves nothing behind, and is loaded by the next run', async (suite) => {
  const shop = suite.pipeline('failed')
  await shop.run(suite.resource({ name: 't' }, [{ id: 1, v: 1 }]))
  const before = await contents(shop)
  const failing = suite.pipeline('failed', { destination: failingCommit(suite.destination()) })
  await rejects(failing.run(suite.resource({ name: 't' }, [{ id: 2, v: 2, list: [1] }])), { code: 'plug_pulled' })
  const there = suite.pipeline('failed', { machine: 'there' })
  await there.sync()
  deepEqual(await contents(there), before)
  equal(await loadsOf(there), 1)
  const { packages } = await shop.run(suite.resource({ name: 't' }, [{ id: 3, v: 3 }]))
  deepEqual(
    packages.map(({ state, pending }) => [state, pending]),
    [
      ['loaded', true],
      ['loaded', false],
    ],
  )
  equal(await shop.dataset().table('t').count(), 3)
})

const together = suiteCase('the packages of one run are loaded, refused and given up together', async (suite) => {
  const shop = suite.pipeline('together')
  const one = (name: string, rows: Rows) => source({ name, resources: () => [suite.resource({ name }, rows)] })()
  await shop.run([one('a', [{ id: 1 }]), one('b', [{ id: 1 }])])
  const failing = suite.pipeline('together', { destination: failingCommit(suite.destination()) })
  await rejects(failing.run([one('a', [{ id: 2 }]), one('b', [{ id: 2 }])]), (error: unknown) => {
    match(JSON.stringify(error), /plug_pulled/)
    return true
  })
  deepEqual(await contents(shop), { a: ['{"id":"1n"}'], b: ['{"id":"1n"}'] })
  const { loadIds } = await shop.abort({ loadId: (await shop.info()).packages.at(-1)?.loadId ?? '' })
  equal(loadIds.length, 2)
  await shop.run([one('a', [{ id: 3 }]), one('b', [{ id: 3 }])])
  deepEqual(await contents(shop), { a: ['{"id":"1n"}', '{"id":"3n"}'], b: ['{"id":"1n"}', '{"id":"3n"}'] })
  equal(await loadsOf(shop), 4)
})

/** A destination at which loads have the id of another load, which came between the first look and the commit. */
function withId(real: Destination, loadId: string): Destination {
  let looks = 0
  return withLoader(real, (loader) => ({
    async committedLoadIds(asked) {
      looks += 1
      return looks > 1 && (await loader.committedLoadIds([loadId])).size > 0 ? new Set(asked) : new Set()
    },
    commit: (plans, signal) =>
      loader.commit(
        plans.map((plan) => ({ ...plan, package: { ...plan.package, loadId } })),
        signal,
      ),
  }))
}

const takenId = suiteCase('a load id that is another load’s is not taken for one’s own', async (suite) => {
  const rows = (of: string) => suite.resource({ name: 't' }, [{ of }])
  const one = suite.pipeline('ids', { name: 'one' })
  const loadId = (await one.run(rows('one'))).packages[0]?.loadId ?? ''
  const other = suite.pipeline('ids', { name: 'other', destination: withId(suite.destination(), loadId) })
  // Naively, a load id that is there says that the package is loaded, and its rows are lost without a word.
  await rejects(other.run(rows('other')), {
    code: 'load_id_taken',
    message: `load id ${loadId} is that of another load in this dataset, so this package was not loaded`,
  })
  await rejects(other.load(), { code: 'load_id_taken' })
  equal((await other.abort()).loadIds.length, 1)
  await suite.pipeline('ids', { name: 'other' }).run(rows('other'))
  const there = await one.dataset().table('t').select('of').orderBy('of').rows()
  deepEqual(
    there.map(({ of }) => of),
    ['one', 'other'],
  )
})

const aborted = suiteCase('an aborted run leaves all or nothing, and the next one has it all', async (suite) => {
  const shop = suite.pipeline('aborted')
  await shop.run(suite.resource({ name: 't' }, [{ id: 0 }]))
  const stop = new AbortController()
  const rows = Array.from({ length: 20_000 }, (_, id) => ({ id, text: 'x'.repeat(50) }))
  const run = shop.run(suite.resource({ name: 't' }, rows), {
    signal: stop.signal,
    onEvent: (event) => {
      if (event.type === 'job' && event.state === 'staged') setImmediate(() => stop.abort())
    },
  })
  await run.catch(() => undefined)
  ok([1, 20_001].includes(await shop.dataset().table('t').count()))
  await shop.load()
  equal(await shop.dataset().table('t').count(), 20_001)
})

const sameInstant = suiteCase('several pipelines make and change one dataset at the same moment', manyAtOnce, 180_000)

async function manyAtOnce(suite: Suite): Promise<void> {
  const names = Array.from({ length: 5 }, (_, at) => `p${at}`)
  const load = (name: string, row: object) => {
    const shop = suite.pipeline('shared', { name })
    return shop.run(suite.resource({ name: 't' }, [{ name, list: [1], ...row }]))
  }
  await Promise.all(names.map((name) => load(name, {})))
  await Promise.all(names.map((name) => load(name, { of_all: 1, [`of_${name}`]: 1 })))
  const look = suite.pipeline('shared', { name: 'p0' })
  await look.sync()
  const [counts] = await look.dataset().sql('SELECT count(*) AS n, count(of_all) AS m, count(of_p4) AS k FROM t').rows()
  deepEqual([Number(counts?.n), Number(counts?.m), Number(counts?.k)], [10, 5, 1])
  equal(await look.dataset().table('t__list').count(), 10)
  equal(await loadsOf(look), 10)
}
