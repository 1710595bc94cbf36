import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { stopCluster } from './stop-cluster.ts'

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
    await stopCluster(join(folder, '18'))
    await stopCluster(folder)
  }
}
