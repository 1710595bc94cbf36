import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTerminal } from '../../terminal.ts'
import type { DashboardFlags } from './dashboard-flags.ts'
import { serveDashboard } from './serve-dashboard.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-serve-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** Serves until it has said where, and ends it then. */
async function served(flags: DashboardFlags, env: Readonly<Record<string, string>> = { CI: '1' }, json = false) {
  const interrupt = new AbortController()
  let [out, err] = ['', '']
  const streams = {
    stdout: { write: (text: string) => (out += text) },
    stderr: { write: (text: string) => (err += text) },
  }
  await serveDashboard(
    { command: 'dashboard', page: '/', flags: { port: '0', ...flags } },
    {
      terminal: createTerminal(streams, {}, json),
      signal: interrupt.signal,
      stoppable: (work) => {
        interrupt.abort()
        return work()
      },
      cwd: folder,
      env: { TOLVA_DATA_DIR: folder, ...env },
    },
  )
  return { out, err }
}

describe('the dashboard', () => {
  test('says its URL, and why no browser was opened', async () => {
    const { out, err } = await served({})
    expect(out).toMatch(/^The dashboard is at http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{22}\nCtrl-C ends it\.\n$/)
    expect(err).toBe('no browser was opened: CI is set\n')
  })

  test('opens none, and says nothing of it, where that was asked for', async () => {
    expect((await served({ open: false })).err).toBe('')
    const { out, err } = await served({}, { CI: '1' }, true)
    expect(JSON.parse(out)).toMatchObject({ ok: true, command: 'dashboard', result: { url: expect.any(String) } })
    expect(err).toBe('')
  })

  test.runIf(process.platform === 'linux').each([
    [{}, 'there is no display'],
    [{ CI: 'true', DISPLAY: ':99' }, 'CI is set'],
    [{ SSH_CONNECTION: '1.2.3.4 5 6.7.8.9 22' }, 'this is a session of ssh'],
  ])('opens none with %j', async (env, reason) => {
    expect((await served({}, env)).err).toBe(`no browser was opened: ${reason}\n`)
  })

  test.each(['localhost', '127.0.0.1'])('listens on %s', async (host) => {
    const { out } = await served({ host })
    expect(out).toContain(`The dashboard is at http://${host}:`)
  })

  test('is an error where the port that was asked for is taken', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const address = other.address()
    const port = String(typeof address === 'object' ? address?.port : '')
    await expect(served({ port })).rejects.toMatchObject({
      code: 'port_taken',
      hint: 'Leave --port out for the next free one, or name another.',
    })
    other.close()
  })

  test.each([
    [{ port: 'http' }, 'bad_port', 'http is no port'],
    [{ port: '65536' }, 'bad_port', '65536 is no port'],
    [{ port: '-1' }, 'bad_port', '-1 is no port'],
    [{ host: '0.0.0.0' }, 'host_not_loopback', "the dashboard listens on this machine's loopback only, not on 0.0.0.0"],
  ])('refuses %j', async (flags, code, message) => {
    await expect(served(flags)).rejects.toMatchObject({ code, message })
  })
})
