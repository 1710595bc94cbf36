import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { duckdb, pipeline } from '../../src/index.ts'
import { pipelineGlances } from '../../src/inspect.ts'

test('a thousand pipelines are seen at a glance within seconds', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tolva-glances-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const place = { dataDir: join(folder, 'data') }
  const working = (name: string) => join(folder, 'data', 'pipelines', name)
  const destination = duckdb({ path: join(folder, 'x.duckdb') })
  const crm = pipeline({ name: 'crm', destination, projectDir: folder, env: {}, ...place })
  await crm.run([{ id: 1, tags: ['a'] }], { tableName: 'users' })
  for (let n = 0; n < 1000; n++) await cp(working('crm'), working(`p${n}`), { recursive: true })
  const begun = performance.now()
  const glances = await pipelineGlances(place)
  const ms = performance.now() - begun
  console.info(`1001 pipelines at a glance in ${Math.round(ms)} ms`)
  expect(glances).toHaveLength(1001)
  expect(glances.filter(({ problem }) => problem !== undefined)).toEqual([])
  expect(ms).toBeLessThan(10_000)
})
