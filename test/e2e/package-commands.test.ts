import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectDuckDb } from '../../src/duckdb/connection.ts'

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const INDEX = new URL('../../src/index.ts', import.meta.url).href
const PATIENCE = { timeout: 180_000 }

/** Loads, or only prepares, one row; its value is null where it is told to. */
const SCRIPT = `
import { pipeline } from '${INDEX}'
const shop = pipeline({ name: 'shop', destination: 'duckdb', dataset: 'd' })
const { ID, NULL, PREPARE } = process.env
const rows = [{ id: Number(ID), v: NULL ? null : 1 }]
export const main = (options) => PREPARE ? shop.prepare(rows, { tableName: 't' }) : shop.run(rows, { ...options, tableName: 't' })
`

let home: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tolva-commands-'))
  await writeFile(join(home, 'shop.mjs'), SCRIPT)
})
afterAll(() => rm(home, { recursive: true, force: true }))

function tolva(args: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const env = { ...process.env, TOLVA_DATA_DIR: join(home, 'data'), NO_COLOR: '1', CI: '1', ...more }
  return new Promise<{ readonly code: number; readonly out: string; readonly err: string }>((resolve) => {
    execFile(process.execPath, [MAIN, ...args], { cwd: home, env }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, out, err }),
    )
  })
}

const run = (more: Readonly<Record<string, string>>) => tolva(['run', 'shop.mjs'], more)
const packages = (...words: readonly string[]) => tolva(['pipeline', 'shop', 'package', ...words])

async function sql(statement: string): Promise<readonly (readonly unknown[])[]> {
  await using connection = await connectDuckDb(join(home, 'shop.duckdb'))
  return await connection.rows(statement)
}

test(
  'a package that fails behind one that is loaded is partly, is listed, given up and passed by',
  PATIENCE,
  async () => {
    expect(await run({ ID: '1' })).toMatchObject({ code: 0 })
    await sql('ALTER TABLE d.t ALTER COLUMN v SET NOT NULL')
    await run({ ID: '2', PREPARE: '1' })
    await run({ ID: '3', NULL: '1', PREPARE: '1' })

    const retried = await packages('retry')
    expect(retried).toMatchObject({ code: 3, err: expect.stringContaining('constraint') })
    const { result } = JSON.parse((await packages('list', '--json')).out)
    expect(result).toMatchObject([
      { state: 'loaded', rows: 1 },
      { state: 'loaded', rows: 1 },
      { state: 'failed', rows: 1, error: expect.stringContaining('constraint_violated') },
    ])
    const failed = result[2].loadId
    expect(retried.err).toContain(`tolva pipeline shop package discard ${failed}`)
    expect((await packages('list')).out).toMatch(
      new RegExp(`^${failed.replace('.', '\\.')} +failed +1 .* constraint`, 'm'),
    )

    const again = await run({ ID: '4' })
    expect([again.code, again.err]).toEqual([1, expect.stringContaining(`Package ${failed} waits`)])

    const planned = await packages('discard', failed)
    expect(planned.out).toContain('This is the plan. Add --yes to carry it out.')
    expect((await packages('discard', failed, '--yes')).out).toBe(
      `discarded ${failed}: their rows are never loaded, the state goes on behind them\n`,
    )
    expect(await run({ ID: '5' })).toMatchObject({ code: 0 })
    expect(await sql('SELECT id FROM d.t ORDER BY id')).toEqual([[1n], [2n], [5n]])
    expect((await packages()).out).toContain('discarded')
  },
)
