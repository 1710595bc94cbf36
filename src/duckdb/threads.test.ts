import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { duckdb, pipeline, resource } from '../index.ts'
import { connectDuckDb } from './connection.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-threads-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const INDEX = new URL('../index.ts', import.meta.url).href

/** Runs code in a thread of this process; messages come as they are posted. */
function inThread(code: string): Worker {
  return new Worker(`import { parentPort } from 'node:worker_threads'\n${code}`, { eval: true, execArgv: [] })
}

const ended = (worker: Worker) => new Promise<number>((done, fail) => worker.once('exit', done).once('error', fail))

const shop = (name: string, path: string) =>
  pipeline({ name, destination: duckdb(path), dataset: 'd', dataDir: folder, projectDir: folder, env: {} })

describe('one DuckDB file in one process', () => {
  it('loses rows without an error where it is opened twice, which is the naive way', async () => {
    const path = join(folder, 'naive.duckdb')
    const first = await DuckDBInstance.create(path)
    const one = await first.connect()
    await one.run('CREATE TABLE t (i INT)')
    await one.run('CHECKPOINT')
    const second = await DuckDBInstance.create(path)
    const two = await second.connect()
    await one.run('INSERT INTO t SELECT range FROM range(1000)')
    await two.run('INSERT INTO t SELECT range FROM range(1000)')
    for (const connection of [one, two]) connection.closeSync()
    for (const instance of [first, second]) instance.closeSync()
    await using left = await connectDuckDb(path)
    expect(Number((await left.rows('SELECT count(*) FROM t'))[0]?.[0])).toBeLessThan(2000)
  })

  it('keeps all rows of runs, queries and threads at once', async () => {
    const path = join(folder, 'shared.duckdb')
    const rows = Array.from({ length: 500 }, (_, id) => ({ id }))
    const threads = [1, 2].map((at) =>
      inThread(`
        const { duckdb, pipeline, resource } = await import('${INDEX}')
        const shop = pipeline({ name: 'thread${at}', destination: duckdb(${JSON.stringify(path)}), dataset: 'd',
          dataDir: ${JSON.stringify(folder)}, projectDir: ${JSON.stringify(folder)}, env: {} })
        for (let round = 0; round < 3; round += 1)
          await shop.run(resource({ name: 't' }, Array.from({ length: 500 }, (_, id) => ({ id }))))`),
    )
    const here = ['a', 'b'].map(async (name) => {
      for (let round = 0; round < 3; round += 1) {
        await shop(name, path).run(resource({ name: 't' }, rows))
        expect(await shop(name, path).dataset().table('t').count()).toBeGreaterThanOrEqual(500)
      }
    })
    await Promise.all([...here, ...threads.map(ended)])
    expect(await shop('a', path).dataset().table('t').count()).toBe(4 * 3 * 500)
    expect(await shop('a', path).dataset().loads()).toHaveLength(4 * 3)
  })

  it('is waited for while another thread has it, and given free where that thread is ended', async () => {
    const path = join(folder, 'held.duckdb')
    const thread = inThread(`
      const { connectDuckDb } = await import('${new URL('connection.ts', import.meta.url).href}')
      const connection = await connectDuckDb(${JSON.stringify(path)})
      await connection.execute('CREATE TABLE t (i INT)')
      parentPort.postMessage('open')
      setInterval(() => {}, 1000)`)
    await new Promise((open) => thread.once('message', open))
    await expect(connectDuckDb(path, { waitMs: 0 })).rejects.toMatchObject({
      code: 'duckdb_file_held',
      message: `${path} is open in another thread of this process (pid ${process.pid})`,
      hint: 'Close the dataset or wait for the run in that thread, then run again: what was prepared is loaded first.',
      retry: true,
    })
    const waits: string[] = []
    await using connection = await connectDuckDb(path, {
      onWait(why) {
        waits.push(why)
        void thread.terminate()
      },
    })
    expect(waits).toEqual([`${path} is open in another thread of this process`])
    expect(await connection.rows('SELECT count(*) FROM t')).toEqual([[0n]])
  })
})
