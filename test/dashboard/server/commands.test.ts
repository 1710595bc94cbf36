import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pipelineAt } from '../worlds/chatbot-world.ts'

const MAIN = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url))
let folder: string
const running = new Set<ChildProcess>()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-show-'))
  const place = { folder, dataDir: join(folder, 'data') }
  await pipelineAt(place, 0, { name: 'shop pipeline' }).run([{ id: 1 }], { tableName: 'orders' })
})
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL')
  await rm(folder, { recursive: true })
})

/** The real program; `until` waits for a text on either of its streams. */
function tolva(args: readonly string[], env: Readonly<Record<string, string>> = { CI: '1' }) {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, TOLVA_DATA_DIR: join(folder, 'data'), ...env },
  })
  running.add(child)
  let [out, err] = ['', '']
  let onText: () => void = () => {}
  child.stdout.on('data', (part) => {
    out += part
    onText()
  })
  child.stderr.on('data', (part) => {
    err += part
    onText()
  })
  const ended = new Promise<number | null>((resolve) =>
    child.on('close', (code) => {
      running.delete(child)
      resolve(code)
    }),
  )
  return {
    out: () => out,
    err: () => err,
    ended,
    async until(text: RegExp): Promise<string> {
      const { promise, resolve, reject } = Promise.withResolvers<string>()
      onText = () => {
        const found = text.exec(out + err)
        if (found !== null) resolve(found[1] ?? '')
      }
      ended.then((code) => reject(new Error(`ended with ${code}: ${out}${err}`)))
      onText()
      return promise
    },
    async stop(): Promise<number | null> {
      child.kill('SIGINT')
      return ended
    },
  }
}

/** A browser that writes down what it is to open: the default one of the desktop, and where there is none of $BROWSER. */
async function installBrowser(): Promise<string> {
  const browser = join(folder, 'browser')
  const opened = join(folder, 'opened')
  await writeFile(browser, `#!/bin/sh\nprintf %s "$1" > "${opened}.part" && mv "${opened}.part" "${opened}"\n`)
  await chmod(browser, 0o755)
  const applications = join(folder, '.local', 'share', 'applications')
  await mkdir(applications, { recursive: true })
  await mkdir(join(folder, '.config'), { recursive: true })
  const entry = ['[Desktop Entry]', 'Type=Application', 'Name=Written down', `Exec=${browser} %U`, '']
  await writeFile(join(applications, 'written.desktop'), entry.join('\n'))
  const handler = 'x-scheme-handler/http=written.desktop\n'
  await writeFile(join(folder, '.config', 'mimeapps.list'), `[Default Applications]\n${handler}`)
  return browser
}

const URL_LINE = /The dashboard is at (http:\S+)\nCtrl-C ends it\.\n/

describe('tolva pipeline <name> show', () => {
  test('says the URL of the page of this pipeline, which opens, and ends with 0', async () => {
    const show = tolva(['pipeline', 'shop pipeline', 'show', '--port', '0', '--no-open'])
    const url = await show.until(URL_LINE)
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/p\/shop%20pipeline\?token=[\w-]{22}$/)
    const answer = await fetch(url, { redirect: 'manual' })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/p/shop%20pipeline'])
    expect(await show.stop()).toBe(0)
    expect(show.err()).toBe('')
    await expect(fetch(url)).rejects.toThrow()
  })

  test('a second one listens beside the first', async () => {
    const shows = ['shop pipeline', 'shop pipeline'].map((name) => tolva(['pipeline', name, 'show', '--no-open']))
    const urls = await Promise.all(shows.map((show) => show.until(URL_LINE)))
    expect(new Set(urls.map((url) => new URL(url).port)).size).toBe(2)
    expect(await Promise.all(shows.map((show) => show.stop()))).toEqual([0, 0])
  })

  test('of a pipeline that nobody knows opens nothing', async () => {
    const show = tolva(['pipeline', 'shop_pipelin', 'show'])
    expect(await show.ended).toBe(2)
    expect(show.out()).toBe('')
    expect(show.err()).toContain('there is no pipeline shop_pipelin on this machine')
    expect(show.err()).toContain('next: did you mean shop pipeline?')
  })
})

describe('tolva dashboard', () => {
  test('with --json says the URL once it listens', async () => {
    const dashboard = tolva(['dashboard', '--port', '0', '--json'])
    await dashboard.until(/\n}\n/)
    const { ok, command, result } = JSON.parse(dashboard.out())
    expect([ok, command, Object.keys(result)]).toEqual([true, 'dashboard', ['url']])
    expect((await fetch(result.url, { redirect: 'manual' })).status).toBe(303)
    expect(await dashboard.stop()).toBe(0)
    expect(dashboard.err()).toBe('')
  })

  test.runIf(process.platform === 'linux')('opens the browser of who has a display', async () => {
    const browser = await installBrowser()
    const dashboard = tolva(['dashboard', '--port', '0'], { DISPLAY: ':99', BROWSER: browser })
    const url = await dashboard.until(URL_LINE)
    await expect.poll(() => readFile(join(folder, 'opened'), 'utf8').catch(() => ''), { timeout: 20_000 }).toBe(url)
    expect(await dashboard.stop()).toBe(0)
    expect(dashboard.err()).toBe('')
  })
})
