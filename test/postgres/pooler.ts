import { spawn } from 'node:child_process'
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pgBouncer } from '../../scripts/pgbouncer.mjs'
import { freePort } from '../free-port.ts'
import { serverUser } from './server-user.ts'

/** The only reason for which a test that needs a pooler may be left out. */
export const NO_POOLER = 'no pgBouncer'

/** A way to a server on which sessions are lent for a transaction, each time another one. */
export interface Pooler extends AsyncDisposable {
  readonly url: string
}

/** Starts pgBouncer before a server; undefined where there is none and none can be installed. */
export async function poolerTo(server: string): Promise<Pooler | undefined> {
  const program = programOf()
  if (program === undefined) return undefined
  const { hostname, port, username, password } = new URL(server)
  const folder = await mkdtemp(join(tmpdir(), 'tolva-pooler-'))
  const own = await freePort()
  await writeFile(join(folder, 'users'), `"${username}" "${password}"\n`, { mode: 0o644 })
  const settings = [
    `listen_addr = 127.0.0.1\nlisten_port = ${own}\nunix_socket_dir =`,
    `auth_type = scram-sha-256\nauth_file = ${join(folder, 'users')}\nlogfile = ${join(folder, 'log')}`,
    'pool_mode = transaction\ndefault_pool_size = 6\nmin_pool_size = 6\nserver_round_robin = 1\nmax_client_conn = 200',
  ]
  const databases = `[databases]\n* = host=${hostname} port=${port}\n`
  await writeFile(join(folder, 'ini'), `${databases}[pgbouncer]\n${settings.join('\n')}\n`, { mode: 0o644 })
  const who = await serverUser()
  if (who !== undefined) await chown(folder, who.uid, who.gid)
  const child = spawn(program, [join(folder, 'ini')], { ...who, cwd: folder, stdio: 'ignore' })
  const ended = new Promise((done) => child.once('exit', done))
  await listening(own)
  const url = new URL(server)
  url.port = String(own)
  return {
    url: url.href,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function programOf(): string | undefined {
  try {
    return pgBouncer()
  } catch (error) {
    if (error instanceof Error && error.message === NO_POOLER) return undefined
    throw error
  }
}

async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    const isOpen = await new Promise<boolean>((done) => {
      const socket = connect({ host: '127.0.0.1', port }, () => done(true)).once('error', () => done(false))
      socket.once('connect', () => socket.destroy())
    })
    if (isOpen) return
    await new Promise((next) => setTimeout(next, 25))
  }
  throw new Error('pgBouncer did not start')
}
