import { type ChildProcess, spawn } from 'node:child_process'
import { open, readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

export interface ServerCommand {
  readonly program: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Where it answers when it is ready. */
  readonly port: number
  /** A file for what it says. */
  readonly log: string
}

const LOOK_MS = 25
const READY_MS = 60_000

/** A server that can be stopped and started again on the same port. It ends with this process even if nobody stops it. */
export interface ServerProcess {
  /** Of the process that runs now; 0: none. */
  pid(): number
  start(): Promise<void>
  /** `fast` lets it end in order, `immediate` is as if its power went. */
  stop(how?: 'fast' | 'immediate'): Promise<void>
}

/** The server of a command, not started yet. */
export function serverProcess(command: ServerCommand): ServerProcess {
  let running: ChildProcess | undefined
  return {
    pid: () => running?.pid ?? 0,
    async start() {
      running = await started(command)
    },
    async stop(how = 'immediate') {
      const server = running
      running = undefined
      if (server === undefined || server.exitCode !== null || server.signalCode !== null) return
      server.ref()
      const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
      server.kill(how === 'fast' ? 'SIGTERM' : 'SIGKILL')
      await ended
    },
  }
}

async function started({ program, args, env = {}, port, log }: ServerCommand): Promise<ChildProcess> {
  const file = await open(log, 'a')
  const server = spawn(program, args, {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', file.fd, file.fd],
  })
  const failed = new Promise<never>((_, reject) => server.once('error', reject))
  failed.catch(() => undefined)
  server.unref()
  await file.close()
  const watch = `while kill -0 ${process.pid} 2>/dev/null && kill -0 ${server.pid} 2>/dev/null; do sleep 1; done; kill -KILL ${server.pid}`
  spawn('sh', ['-c', watch], { detached: true, stdio: 'ignore' }).unref()
  await Promise.race([failed, answers(server, port, log)])
  return server
}

async function answers(server: ChildProcess, port: number, log: string): Promise<void> {
  for (const deadline = performance.now() + READY_MS; performance.now() < deadline; await wait(LOOK_MS)) {
    if (server.exitCode !== null || server.signalCode !== null) break
    if (await accepts(port)) return
  }
  throw new Error(`${server.spawnfile} did not start: ${(await readFile(log, 'utf8')).slice(-2000)}`)
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
