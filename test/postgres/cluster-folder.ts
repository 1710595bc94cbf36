import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the cluster of this run is, or will be once a test asks for a database. */
    readonly postgresFolder: string
  }
}

/** Gives the run a folder for a cluster, which the first test that needs one starts there; afterwards stops it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'tolva-postgres-'))
  project.provide('postgresFolder', folder)
  return async () => {
    const pidFile = join(folder, 'data', 'postmaster.pid')
    if (existsSync(pidFile)) {
      const pid = Number((await readFile(pidFile, 'utf8')).split('\n', 1)[0])
      process.kill(pid, 'SIGQUIT')
      await gone(pidFile)
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 10 })
  }
}

async function gone(file: string): Promise<void> {
  for (let tries = 0; existsSync(file) && tries < 200; tries += 1) await new Promise((next) => setTimeout(next, 25))
}
