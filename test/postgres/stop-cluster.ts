import { existsSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Stops the cluster of this folder, if one was started, and deletes the folder. */
export async function stopCluster(folder: string): Promise<void> {
  const pidFile = join(folder, 'data', 'postmaster.pid')
  if (existsSync(pidFile)) {
    const pid = Number((await readFile(pidFile, 'utf8')).split('\n', 1)[0])
    process.kill(pid, 'SIGQUIT')
    await gone(pidFile)
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 10 })
}

async function gone(file: string): Promise<void> {
  for (let tries = 0; existsSync(file) && tries < 200; tries += 1) await new Promise((next) => setTimeout(next, 25))
}
