import { type ChildProcess, spawn } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { good } from './good.ts'
import type { Place, World } from './world.ts'

/** A run under way, which ends when it is told. */
export interface RunningWorld extends World {
  readonly pid: number
  /** Lets the run come to its end and waits for it. */
  finish(): Promise<void>
  /** As if its power went. */
  kill(): Promise<void>
}

/** Good loads, and a run in a process of its own that reads slowly from an API with a rate limit. */
export async function running(place: Place): Promise<RunningWorld> {
  await good(place)
  const flag = join(place.folder, 'finish')
  await rm(flag, { force: true })
  const child = spawnChild('running-child.ts', [place.folder, place.dataDir])
  const ended = new Promise<void>((done) => child.once('close', () => done()))
  await says(child, 'page\n')
  const kill = async () => {
    child.kill('SIGKILL')
    await ended
  }
  return {
    about: 'a run goes on',
    pipeline: 'chatbot_pipeline',
    pid: child.pid ?? 0,
    async finish() {
      await writeFile(flag, '')
      await ended
    },
    kill,
    close: kill,
  }
}

/** Good loads, and a run that was killed in the middle of it. */
export async function killed(place: Place): Promise<World> {
  const world = await running(place)
  await world.kill()
  return { about: 'the last run was killed', pipeline: 'chatbot_pipeline', close: async () => {} }
}

/** Starts a script beside this one. */
export function spawnChild(script: string, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [join(import.meta.dirname, script), ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
}

/** Resolves once the process has printed this; rejects where it ends without. */
export function says(child: ChildProcess, text: string): Promise<void> {
  return new Promise((done, failed) => {
    let out = ''
    child.stdout?.on('data', (part) => {
      out += part
      if (out.includes(text)) done()
    })
    child.once('close', (code) => failed(new Error(`ended with ${code} before it said ${text}`)))
  })
}
