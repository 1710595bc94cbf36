import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { silentLogger } from '../log/logger.ts'
import { type LeaseOptions, takeLease } from './lease.ts'
import { type LeaseHolder, readLease } from './lease-holder.ts'
import { processMark, processSpace } from './process-mark.ts'
import { unlock } from './unlock.ts'
import { type WorkingFolder, workingFolder } from './working-folder.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tolva-lease-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

const NOW = 1_800_000_000_000
const DAY = 86_400_000
const folderNamed = (name: string) => workingFolder(name, { dataDir: root })
const deadPid = () => spawnSync(process.execPath, ['-e', '']).pid
const take = (folder: WorkingFolder, options: Partial<LeaseOptions> = {}) =>
  takeLease(folder, { now: Date.now, logger: silentLogger, ...options })

/** A lease that somebody else has. */
function put(folder: WorkingFolder, holder: Partial<LeaseHolder>): Promise<void> {
  const whole = { id: 'theirs', pid: 1, host: hostname(), since: NOW, heartbeat: NOW, ...holder }
  return folder.storage.put('lease.json', JSON.stringify(whole))
}

/** The process that runs this one, as a holder. */
const parent = () => {
  const { started } = processMark(process.ppid)
  const space = processSpace()
  return { pid: process.ppid, ...(started && { started }), ...(space && { space }) }
}

describe('the lease of a pipeline', () => {
  it('is held by one run at a time, and names it and its begin to the others', async () => {
    const folder = folderNamed('one')
    {
      await using lease = await take(folder, { now: () => NOW })
      await expect(take(folder, { now: () => NOW + 300_000 })).rejects.toMatchObject({
        code: 'locked',
        message: `pipeline one is running in process ${process.pid} on ${hostname()} since 2027-01-15T08:00:00.000Z (5 min)`,
        hint: expect.stringContaining('tolva pipeline one unlock --force'),
      })
      await lease.assertHeld()
    }
    expect(await readLease(folder)).toBeUndefined()
    await using _again = await take(folder)
    expect((await readLease(folder))?.pid).toBe(process.pid)
  })

  it('goes to exactly one of many that ask at once, also over a dead one', async () => {
    const folder = folderNamed('many')
    await put(folder, { pid: deadPid() })
    const taken = await Promise.allSettled(Array.from({ length: 10 }, () => take(folder)))
    expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await readdir(folder.path)).toEqual(['lease.json'])
  })

  it('is taken over although somebody died while taking it over', async () => {
    const folder = folderNamed('claimed')
    await put(folder, { pid: deadPid() })
    await folder.storage.put('lease-takeover', 'left behind')
    const began = performance.now()
    await using _lease = await take(folder, { now: () => NOW - DAY })
    expect(performance.now() - began).toBeGreaterThan(5_000)
    expect(await readdir(folder.path)).toEqual(['lease.json'])
  })

  it('takes away what a takeover left that was killed when the old lease was gone', async () => {
    const folder = folderNamed('claimed-behind')
    await folder.storage.put('lease-takeover', 'left behind')
    await using _lease = await take(folder)
    expect(await readdir(folder.path)).toEqual(['lease.json'])
  })

  // Ages are in heartbeats of 20 ms; what is silent is listened to for 50 ms.
  it.each([
    ['a dead process here', { pid: deadPid() }, 0, true],
    ['a living process here, of which nothing more is known', { pid: process.ppid }, 10, false],
    ['the same after a long silence', { pid: process.ppid }, 100, true],
    ['a living process here, known by its start, after a long silence', parent(), 100_000, false],
    ['the same with a heartbeat that lies ahead', parent(), -100_000, false],
    ['a number that another process has by now', { ...parent(), started: '1' }, 0, true],
    ['this process, which lost sight of it', { ...parent(), pid: process.pid }, 100, true],
    ['a host that was heard of lately', { host: 'elsewhere' }, 5, false],
    ['a host that fell silent', { host: 'elsewhere' }, 50, true],
    ['a host whose clock was ahead', { host: 'elsewhere' }, -50, true],
    ['another container of this host, where that number is nobody', { pid: deadPid(), space: 'other' }, 5, false],
  ])('of %s', async (name, holder, beats, takenOver) => {
    const folder = folderNamed(`of ${name.replaceAll(/\W+/g, '-')}`)
    await put(folder, { ...holder, heartbeat: NOW - beats * 20 })
    const lease = take(folder, { now: () => NOW, beatMs: 20 })
    if (takenOver) await (await lease)[Symbol.asyncDispose]()
    else await expect(lease).rejects.toMatchObject({ code: 'locked' })
  })

  it.each([-DAY, DAY])('of a host whose clock is %i ms off is left alone while it beats', async (off) => {
    const folder = folderNamed(`beats-${off}`)
    let heartbeat = NOW + off
    const beat = () => put(folder, { host: 'elsewhere', heartbeat: heartbeat++ })
    await beat()
    const beating = setInterval(beat, 20)
    try {
      const lease = take(folder, { now: () => NOW, beatMs: 200 })
      await expect(lease).rejects.toMatchObject({ code: 'locked', context: { host: 'elsewhere' } })
    } finally {
      clearInterval(beating)
    }
  })

  it('of a process that ended, but that its parent has not waited for, is taken over', async () => {
    // the shell becomes a sleep, which never asks how its child ended
    const shell = spawn('sh', ['-c', '(exit 0) & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] })
    try {
      const [printed] = await once(shell.stdout, 'data')
      const folder = folderNamed('zombie')
      await put(folder, { pid: Number(String(printed)) })
      await using _lease = await take(folder)
      expect((await readLease(folder))?.pid).toBe(process.pid)
    } finally {
      shell.kill('SIGKILL')
    }
  })

  it.each(['', '{}', '{"pid":1}', 'null'])('is taken over where its file says %j', async (text) => {
    const folder = folderNamed('empty')
    await folder.storage.put('lease.json', text)
    await using _lease = await take(folder)
    expect((await readLease(folder))?.pid).toBe(process.pid)
  })

  it('that is no file is an error that says what to delete', async () => {
    const folder = folderNamed('folder')
    await mkdir(join(folder.path, 'lease.json'), { recursive: true })
    await expect(take(folder)).rejects.toMatchObject({
      code: 'lease_unreadable',
      hint: expect.stringContaining(`delete ${join(folder.path, 'lease.json')}`),
    })
  })
})

describe('a holder', () => {
  it('is told by the next heartbeat that it lost its lease, and leaves that of the other alone', async () => {
    const folder = folderNamed('lost')
    const lease = await take(folder, { beatMs: 10 })
    await put(folder, { host: 'elsewhere' })
    await once(lease.signal, 'abort')
    await expect(lease.assertHeld()).rejects.toMatchObject({
      code: 'lease_lost',
      message: 'this run of pipeline lost lost its lease: process 1 on elsewhere has it now',
    })
    await lease[Symbol.asyncDispose]()
    expect((await readLease(folder))?.id).toBe('theirs')
  })

  it('finds out before the next heartbeat where it looks', async () => {
    const folder = folderNamed('looks')
    await using lease = await take(folder)
    await unlock(folder, { now: Date.now, force: true })
    await expect(lease.assertHeld()).rejects.toMatchObject({
      code: 'lease_lost',
      message: expect.stringContaining('somebody unlocked it'),
    })
    expect(lease.signal.aborted).toBe(true)
  })
})

describe('unlocking', () => {
  const options = { now: () => NOW, beatMs: 10 }

  it('says that nobody holds the lease', async () => {
    expect(await unlock(folderNamed('free'), options)).toEqual({ wasAlive: false })
  })

  it('takes the lease from a process that ended, and says from whom', async () => {
    const folder = folderNamed('ended')
    const pid = deadPid()
    await put(folder, { pid })
    expect(await unlock(folder, options)).toMatchObject({ from: { pid }, wasAlive: false })
    expect(await readLease(folder)).toBeUndefined()
  })

  it('takes it from a living process only by force', async () => {
    const folder = folderNamed('living')
    await put(folder, parent())
    await expect(unlock(folder, options)).rejects.toMatchObject({ code: 'locked' })
    expect(await readLease(folder)).toMatchObject({ id: 'theirs' })
    expect(await unlock(folder, { ...options, force: true })).toMatchObject({ wasAlive: true })
    expect(await readdir(folder.path)).toEqual([])
  })

  it('listens to a host that fell silent first', async () => {
    const folder = folderNamed('silent')
    await put(folder, { host: 'elsewhere', heartbeat: NOW - DAY })
    expect(await unlock(folder, options)).toMatchObject({ from: { host: 'elsewhere' }, wasAlive: false })
  })
})
