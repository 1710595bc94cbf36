import { execFile, spawnSync } from 'node:child_process'
import { chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { aptInstall } from '../../../scripts/apt-install.mjs'
import { freePort } from '../../free-port.ts'
import { serverProcess } from './server-process.ts'

const run = promisify(execFile)
const PASSWORD = 'tolva-p@ssword'
const SQL = `CREATE DATABASE shop CHARACTER SET utf8mb4;
CREATE USER 'ada'@'%' IDENTIFIED BY '${PASSWORD}';
GRANT ALL ON shop.* TO 'ada'@'%';
`

export interface MariaDbPlace extends AsyncDisposable {
  /** `mysql://ada:password@127.0.0.1:port/shop`. */
  readonly url: string
}

/** A MariaDB server of its own, run by the user that its package made; the package is installed where it is not there. */
export async function mariaDbPlace(): Promise<MariaDbPlace> {
  if (spawnSync('mariadbd', ['--version']).status !== 0 && !aptInstall('mariadb-server')) throw new Error('no MariaDB')
  const folder = await mkdtemp(join(tmpdir(), 'tolva-mariadb-'))
  const data = join(folder, 'data')
  await mkdir(data)
  const { stdout } = await run('id', ['-u', 'mysql'])
  for (const owned of [folder, data]) await chown(owned, Number(stdout), -1)
  const start = join(folder, 'start.sql')
  await writeFile(start, SQL, { mode: 0o644 })
  const common = ['--no-defaults', '--user=mysql', `--datadir=${data}`]
  await run('mariadb-install-db', [...common, '--skip-test-db', '--auth-root-authentication-method=normal'])
  const port = await freePort()
  const server = serverProcess({
    program: 'mariadbd',
    args: [
      ...common,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--socket=${join(folder, 'socket')}`,
      `--pid-file=${join(folder, 'pid')}`,
      `--init-file=${start}`,
      '--innodb-flush-log-at-trx-commit=0',
    ],
    port,
    log: join(folder, 'log'),
  })
  await server.start()
  return {
    url: `mysql://ada:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/shop`,
    async [Symbol.asyncDispose]() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
