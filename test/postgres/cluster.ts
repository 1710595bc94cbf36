import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { appendFile, chmod, chown, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from '../free-port.ts'
import { serverBin, wantedVersion } from './server-bin.ts'
import { serverUser } from './server-user.ts'

const run = promisify(execFile)
const USER = 'tolva'
const PASSWORD = 'tolva-password'
const STARTS = 3
/** A disk that others keep busy makes even this wait. */
const START_LIMIT_MS = 120_000
const ENV = { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' }
const TEST_SETTINGS = `
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 60
shared_buffers = 64MB
`

/**
 * The URL of the cluster of the wanted version in this folder, started by whoever comes first. It ends with the process `owner` even if nobody
 * is left to stop it.
 */
export async function clusterUrl(folder: string, owner: number): Promise<string> {
  const home = join(folder, wantedVersion())
  await mkdir(home, { recursive: true })
  // The server's user passes through.
  await chmod(folder, 0o711)
  const answer = join(home, 'url')
  const mine = await mkdir(join(home, 'starting')).then(
    () => true,
    () => false,
  )
  if (mine) {
    const outcome = await start(home, owner).catch((error: unknown) => `error ${error}`)
    await writeFile(`${answer}.new`, outcome)
    await rename(`${answer}.new`, answer)
  }
  while (!existsSync(answer)) await new Promise((next) => setTimeout(next, 25))
  const url = await readFile(answer, 'utf8')
  if (url.startsWith('error ')) throw new Error(url.slice('error '.length))
  return url
}

/**
 * Makes the files of a cluster in this folder and returns the port of its server to be.
 * @param settings Lines of `postgresql.conf`. Default: those that make tests quick and lose data with the power.
 */
export async function makeCluster(folder: string, settings = TEST_SETTINGS): Promise<number> {
  const bin = await serverBin()
  const who = await serverUser()
  if (who !== undefined) await chown(folder, who.uid, who.gid)
  const data = join(folder, 'data')
  const passwords = join(folder, 'password')
  await writeFile(passwords, PASSWORD, { mode: 0o644 })
  const auth = ['--username', USER, `--pwfile=${passwords}`, '--auth=scram-sha-256']
  await run(join(bin, 'initdb'), ['-D', data, ...auth, '--encoding=UTF8', '--no-sync'], {
    ...who,
    env: ENV,
    cwd: folder,
  })
  await appendFile(join(data, 'postgresql.conf'), settings)
  return freePort()
}

/** Starts the server of a cluster, which ends with the process `owner`, and returns its URL and process. */
export async function startServer(
  folder: string,
  { port, owner }: { readonly port: number; readonly owner: number },
): Promise<{ readonly url: string; readonly pid: number }> {
  const who = await serverUser()
  const data = join(folder, 'data')
  const log = await open(join(folder, 'log'), 'w')
  const options = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder]
  const server = spawn(join(await serverBin(), 'postgres'), options, {
    ...who,
    env: ENV,
    cwd: folder,
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  })
  server.unref()
  await log.close()
  const watch = `while kill -0 ${owner} 2>/dev/null; do sleep 1; done; kill -QUIT ${server.pid}`
  spawn('sh', ['-c', watch], { detached: true, stdio: 'ignore' }).unref()
  try {
    await ready(server, { pidFile: join(data, 'postmaster.pid'), log: join(folder, 'log') })
  } catch (error) {
    server.kill('SIGQUIT')
    throw error
  }
  return { url: `postgresql://${USER}:${PASSWORD}@127.0.0.1:${port}/postgres`, pid: server.pid ?? 0 }
}

/** Many files of tests hang on this one server, and a port that was free can be taken by the time it starts. */
async function start(home: string, owner: number): Promise<string> {
  for (let tries = 1; ; tries += 1) {
    try {
      const port = await makeCluster(home)
      return (await startServer(home, { port, owner })).url
    } catch (error) {
      if (tries === STARTS) throw error
      console.error(`PostgreSQL's start ${tries} of ${STARTS}: ${error}`)
      await rm(join(home, 'data'), { recursive: true, force: true })
    }
  }
}

/** The eighth line of the file says how far the server is. */
async function ready(server: ChildProcess, files: { readonly pidFile: string; readonly log: string }): Promise<void> {
  for (const end = Date.now() + START_LIMIT_MS; Date.now() < end && endOf(server) === null; ) {
    const text = await readFile(files.pidFile, 'utf8').catch(() => '')
    if (text.split('\n')[7]?.trim() === 'ready') return
    await new Promise((next) => setTimeout(next, 25))
  }
  const end = endOf(server)
  const outcome = end === null ? `is not ready after ${START_LIMIT_MS / 1000} s` : `ended with ${end}`
  throw new Error(`PostgreSQL ${outcome}: ${(await readFile(files.log, 'utf8')).slice(-2000)}`)
}

/** The code or the signal that a process ended with; null while it runs. */
function endOf({ exitCode, signalCode }: ChildProcess): number | string | null {
  return exitCode ?? signalCode
}
