import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { duckdb, pipeline, resource } from '../../src/index.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-held-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Somebody's viewer that has the file open, in a process of its own, until it is told to close. */
async function viewer(path: string, mode: 'READ_ONLY' | 'READ_WRITE'): Promise<ChildProcess> {
  const driver = import.meta.resolve('@duckdb/node-api')
  const code = `import { DuckDBInstance } from '${driver}'
    const instance = await DuckDBInstance.create(${JSON.stringify(path)}, { access_mode: '${mode}' })
    process.stdin.once('data', () => { instance.closeSync(); process.exit(0) })
    console.log('open')`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['pipe', 'pipe', 'inherit'] })
  await new Promise((open) => child.stdout.once('data', open))
  return child
}

const gone = (child: ChildProcess) => new Promise((done) => child.once('exit', done))

test.each(['READ_ONLY', 'READ_WRITE'] as const)(
  'a viewer that has the file open (%s) is waited for, then named; nothing is lost and the next run goes on',
  async (mode) => {
    const path = join(folder, `${mode}.duckdb`)
    const shop = (lockTimeout: number) =>
      pipeline({
        name: `shop_${mode.toLowerCase()}`,
        destination: duckdb({ path, lockTimeout }),
        dataset: 'd',
        dataDir: folder,
        projectDir: folder,
        env: {},
      })
    await shop(5).run(resource({ name: 't' }, [{ id: 1 }]))
    await shop(5).prepare(resource({ name: 't' }, [{ id: 2 }]))
    const first = await viewer(path, mode)
    await expect(shop(0.3).load()).rejects.toMatchObject({
      code: 'duckdb_file_held',
      message: expect.stringContaining(`${path} is open in process ${first.pid}`),
      hint: expect.stringContaining(`end process ${first.pid}`),
      retry: true,
    })
    await expect(shop(0.3).run(resource({ name: 't' }, [{ id: 3 }]))).rejects.toMatchObject({
      code: 'duckdb_file_held',
    })
    first.stdin?.write('close')
    await gone(first)
    const second = await viewer(path, mode)
    const waits: string[] = []
    const { packages } = await shop(60).run(resource({ name: 't' }, [{ id: 3 }]), {
      onEvent(event) {
        if (event.type !== 'waiting') return
        waits.push(event.why)
        second.stdin?.write('close')
      },
    })
    expect(waits).toEqual([expect.stringContaining(`${path} is open in process ${second.pid}`)])
    expect(packages.map(({ state, pending }) => ({ state, pending }))).toEqual([
      { state: 'loaded', pending: true },
      { state: 'loaded', pending: false },
    ])
    const rows = await shop(5).dataset().table('t').orderBy('id').rows()
    expect(rows.map(({ id }) => id)).toEqual([1, 2, 3])
  },
)
