import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { venvWith } from '../../../scripts/python-venv.mjs'
import { freePort } from '../../free-port.ts'
import { serverProcess } from './server-process.ts'

/** A server that answers as many of AWS's services do, in memory. */
export interface MotoPlace extends AsyncDisposable {
  readonly endpoint: string
  /** A Python that has dlt and AWS's driver. */
  readonly python: string
  stop(): Promise<void>
  start(): Promise<void>
}

/** Starts moto; its first start installs it. */
export async function motoPlace(): Promise<MotoPlace> {
  const folder = await mkdtemp(join(tmpdir(), 'tolva-moto-'))
  const port = await freePort()
  const python = venvWith(['moto[server,secretsmanager]==5.2.5', 'dlt==1.31.0'])
  const server = serverProcess({
    program: join(dirname(python), 'moto_server'),
    args: ['-H', '127.0.0.1', '-p', String(port)],
    port,
    log: join(folder, 'log'),
  })
  await server.start()
  return {
    endpoint: `http://127.0.0.1:${port}`,
    python,
    start: () => server.start(),
    stop: () => server.stop(),
    async [Symbol.asyncDispose]() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
