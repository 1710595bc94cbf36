import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { connectDuckDb } from '../../src/duckdb/connection.ts'

const INDEX = new URL('../../src/index.ts', import.meta.url).href

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'tolva-limits-'))
})
afterEach(() => rm(home, { recursive: true, force: true }))

/** Runs a script under the limits of a shell; `shop` and `resource` are there. */
async function under(limits: string, script: string): Promise<{ readonly code: number; readonly err: string }> {
  const file = join(home, 'run.mjs')
  await writeFile(
    file,
    `import { duckdb, pipeline, resource } from '${INDEX}'
     const home = ${JSON.stringify(home)}
     const destination = duckdb({ path: home + '/shop.duckdb' })
     const shop = pipeline({ name: 'shop', destination, dataset: 'd', dataDir: home, projectDir: home, env: {} })
     ${script}`,
  )
  return new Promise((resolve) => {
    execFile('sh', ['-c', `${limits} && exec "$0" "$1"`, process.execPath, file], (error, _out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, err }),
    )
  })
}

async function rows(sql: string): Promise<readonly (readonly unknown[])[]> {
  await using connection = await connectDuckDb(join(home, 'shop.duckdb'))
  return await connection.rows(sql)
}

it('loads 500 tables with 200 files that may be open', async () => {
  const { code, err } = await under(
    'ulimit -n 200',
    `await shop.run(Array.from({ length: 500 }, (_, n) => resource({ name: 'table_' + n }, [{ id: n, list: [n] }])))`,
  )
  expect([code, err]).toEqual([0, ''])
  expect(
    await rows(`SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'd' AND table_name LIKE 'table%'`),
  ).toEqual([[1000n]])
})

it('says that a file grew too large, and goes on once it may', async () => {
  const script = `
    const rows = Array.from({ length: 20_000 }, (_, id) => ({ id, text: String(id).repeat(20) }))
    await shop.run(rows, { tableName: 'big' }).catch((error) => { console.error(String(error)); process.exitCode = 1 })`
  const { code, err } = await under('ulimit -f 400', script)
  expect(code).toBe(1)
  expect(err).toMatch(
    /^ConfigError: .*\.parquet cannot be written: it grew beyond the size that files of this process may/,
  )
  expect(err).toContain('next: Raise the limit (ulimit -f unlimited), then run again.')
  expect(await under('true', script)).toMatchObject({ code: 0 })
  expect(await rows('SELECT count(*), count(DISTINCT id) FROM d.big')).toEqual([[20_000n, 20_000n]])
})

it('lists, sweeps and prunes a thousand packages with 100 files that may be open', async () => {
  const { code, err } = await under(
    'ulimit -n 100',
    `import { mkdir, writeFile } from 'node:fs/promises'
     for (let n = 1; n <= 1000; n++) {
       const folder = home + '/pipelines/shop/packages/' + n + '.5'
       await mkdir(folder, { recursive: true })
       if (n <= 990) await writeFile(folder + '/status.json', '{"state":"loaded","at":"2026-01-01T00:00:00Z"}')
       if (n <= 990) await writeFile(folder + '/manifest.json', '{}')
     }
     const before = (await shop.packages()).length
     await shop.run([{ id: 1 }], { tableName: 't' })
     console.error(before, (await shop.packages()).length)`,
  )
  expect([code, err]).toEqual([0, '990 100\n'])
})
