import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Place, World } from './worlds/world.ts'

const END_MS = 15_000
const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

/** A world, and a dashboard in a process of its own that shows it. */
export interface ServedWorld<W extends World = World> extends AsyncDisposable {
  readonly world: W
  readonly place: Place
  /** With the token: what a person opens. */
  readonly url: string
  /** `http://127.0.0.1:<port>` */
  readonly origin: string
}

/** Makes a world in a folder of its own and serves it; disposing ends and removes both. */
export async function serveWorld<W extends World>(make: (place: Place) => Promise<W>): Promise<ServedWorld<W>> {
  const folder = await mkdtemp(join(tmpdir(), 'tolva-world-'))
  const place = { folder, dataDir: join(folder, 'data') }
  await mkdir(place.dataDir)
  const world = await make(place)
  const served = await serve(place)
  return {
    ...served,
    world,
    place,
    async [Symbol.asyncDispose]() {
      await served.close()
      await world.close()
      await rm(folder, { recursive: true, force: true, maxRetries: 10 })
    },
  }
}

/** A dashboard over a world that is there. It is in a process of its own, as a person has it. */
export async function serve({ folder, dataDir }: Place) {
  const child = spawn(process.execPath, [MAIN, 'dashboard', '--port', '0', '--no-open', '--json'], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, TOLVA_DATA_DIR: dataDir, CI: '1', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<number | null>((done) => child.once('close', done))
  const url = await new Promise<string>((done, failed) => {
    let out = ''
    child.stdout.on('data', (part) => {
      out += part
      const found = /"url": *"([^"]+)"/.exec(out)?.[1]
      if (found !== undefined) done(found)
    })
    child.once('close', (code) =>
      failed(new Error(`the dashboard ended with ${code} before it said where it is: ${out}`)),
    )
  })
  return {
    url,
    origin: new URL(url).origin,
    pid: child.pid ?? 0,
    /** As Ctrl-C; gives its exit code. Whatever is being asked, it ends. */
    async close() {
      child.kill('SIGINT')
      const code = await Promise.race([ended, wait(END_MS, 'late' as const, { ref: false })])
      if (code !== 'late') return code
      child.kill('SIGKILL')
      throw new Error(`the dashboard did not end within ${END_MS} ms of SIGINT`)
    },
  }
}
