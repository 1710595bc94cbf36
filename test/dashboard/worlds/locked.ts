import { join } from 'node:path'
import { good } from './good.ts'
import { says, spawnChild } from './running.ts'
import type { Place, World } from './world.ts'

/** Somebody else has the database file. */
export interface LockedWorld extends World {
  /** Who has it. */
  readonly pid: number
}

/** Good loads into a DuckDB file that another process holds open. */
export async function locked(place: Place): Promise<LockedWorld> {
  await good(place)
  const child = spawnChild('locked-child.ts', [join(place.folder, 'chatbot_pipeline.duckdb')])
  const ended = new Promise<void>((done) => child.once('close', () => done()))
  await says(child, 'held\n')
  return {
    about: 'another process holds the database file',
    pipeline: 'chatbot_pipeline',
    pid: child.pid ?? 0,
    async close() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
