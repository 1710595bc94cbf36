import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readLease, takeLease } from './lease.ts'
import { workingFolder } from './working-folder.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tolva-lease-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

const folderNamed = (name: string) => workingFolder(name, { dataDir: root })
const deadPid = () => spawnSync(process.execPath, ['-e', '']).pid

describe('the lease of a pipeline', () => {
  it('is held by one run at a time, and names it to the others', async () => {
    const folder = folderNamed('one')
    {
      await using _lease = await takeLease(folder)
      await expect(takeLease(folder)).rejects.toMatchObject({
        code: 'locked',
        message: expect.stringContaining(`process ${process.pid} on ${hostname()}`),
      })
    }
    expect(await readLease(folder)).toBeUndefined()
    await using _again = await takeLease(folder)
    expect((await readLease(folder))?.pid).toBe(process.pid)
  })

  it('goes to exactly one of many that ask at once, also over a dead one', async () => {
    const folder = folderNamed('many')
    const holder = { pid: deadPid(), host: hostname(), since: 1, heartbeat: Date.now() }
    await folder.storage.put('lease.json', JSON.stringify(holder))
    const taken = await Promise.allSettled(Array.from({ length: 10 }, () => takeLease(folder)))
    expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await readdir(folder.path)).toEqual(['lease.json'])
  })

  it.each([
    ['a dead process here', { pid: deadPid(), host: hostname(), age: 0 }, true],
    ['a living process here', { pid: process.ppid, host: hostname(), age: 60_000 }, false],
    ['a number that another process has by now', { pid: process.ppid, host: hostname(), age: 700_000 }, true],
    ['a host that was heard of lately', { pid: 1, host: 'elsewhere', age: 60_000 }, false],
    ['a host that fell silent', { pid: 1, host: 'elsewhere', age: 180_000 }, true],
  ])('of %s', async (_, { pid, host, age }, takenOver) => {
    const folder = folderNamed(`stale-${pid}-${host}-${age}`)
    await folder.storage.put('lease.json', JSON.stringify({ pid, host, since: 1, heartbeat: 1_000_000_000 - age }))
    const lease = takeLease(folder, () => 1_000_000_000)
    if (takenOver) await (await lease)[Symbol.asyncDispose]()
    else await expect(lease).rejects.toMatchObject({ code: 'locked', context: { pid, host } })
  })

  it('of a process that ended, but that its parent has not waited for, is taken over', async () => {
    // the shell becomes a sleep, which never asks how its child ended
    const parent = spawn('sh', ['-c', '(exit 0) & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] })
    try {
      const [printed] = await once(parent.stdout, 'data')
      const folder = folderNamed('zombie')
      const holder = { pid: Number(String(printed)), host: hostname(), since: 1, heartbeat: Date.now() }
      await folder.storage.put('lease.json', JSON.stringify(holder))
      await using _lease = await takeLease(folder)
      expect((await readLease(folder))?.pid).toBe(process.pid)
    } finally {
      parent.kill('SIGKILL')
    }
  })

  it('is taken over where its file says nothing', async () => {
    const folder = folderNamed('empty')
    await folder.storage.put('lease.json', '')
    await using _lease = await takeLease(folder)
    expect((await readLease(folder))?.pid).toBe(process.pid)
  })
})
