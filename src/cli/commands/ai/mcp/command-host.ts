import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { ownProgram } from '../../../../config/own-package.ts'
import { counted } from '../../../../dataset/limitation.ts'
import { SourceError, TolvaError } from '../../../../errors/tolva-error.ts'
import { redactText } from '../../../../log/redact.ts'
import type { HostCommand, HostResult, McpHost } from '../../../../mcp/mcp-host.ts'
import { createQueryGate } from '../../../../serving/query-gate.ts'
import { readCommandResult } from './command-result.ts'

const MAX_OUTPUT = 32_000_000
/** How long a command may take to finish its page once it was told to stop; told again it stops at once, and loses nothing either. */
const FIRST_PATIENCE_MS = 1_500
/** How long until it is ended, where it does not hear. */
const PATIENCE_MS = 10_000
const LAST_LINES = 20

type Env = Readonly<Record<string, string | undefined>>

/** Runs commands of this very program, each in a process of its own; so many at once, and some more wait. */
export function commandHost(env: Env): McpHost {
  const gate = createQueryGate({ atOnce: 4, waiting: 16 })
  return { run: (command) => gate.run(command.signal, () => runCommand(command, env)) }
}

async function runCommand({ args, cwd, signal, seconds, onProgress }: HostCommand, env: Env): Promise<HostResult> {
  signal.throwIfAborted()
  const child = spawn(process.execPath, [ownProgram('cli/main'), ...args, '--json'], {
    cwd,
    env: { ...env, TOLVA_JSON_TEXT: '1', TOLVA_PROGRESS: 'lines', NO_COLOR: '1', CI: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stopping = stopper(child)
  const timer = setTimeout(() => stopping.stop('time'), seconds * 1000)
  const cancel = () => stopping.stop('cancelled')
  signal.addEventListener('abort', cancel, { once: true })
  const lines: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (line.trim() === '') return
    lines.push(line)
    if (lines.length > LAST_LINES) lines.shift()
    onProgress?.(redactText(line))
  })
  try {
    const [output, exitCode] = await Promise.all([outputOf(child, stopping.stop), exitOf(child)])
    signal.throwIfAborted()
    if (stopping.why() === 'time') throw tooLong(args, seconds)
    if (stopping.why() === 'output') throw tooMuch(args)
    return readCommandResult({ args, output, exitCode, lines })
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', cancel)
    stopping.over()
  }
}

type Reason = 'time' | 'cancelled' | 'output'

/** Asks a process to stop, and ends it where it does not. */
function stopper(child: ChildProcess) {
  let reason: Reason | undefined
  const timers: NodeJS.Timeout[] = []
  return {
    why: () => reason,
    stop(why: Reason) {
      if (reason !== undefined) return
      reason = why
      child.kill('SIGTERM')
      timers.push(setTimeout(() => child.kill('SIGTERM'), FIRST_PATIENCE_MS))
      timers.push(setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS))
    },
    over: () => timers.forEach((timer) => void clearTimeout(timer)),
  }
}

async function outputOf(child: ChildProcess, stop: (why: Reason) => void): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of child.stdout ?? []) {
    if (!(part instanceof Buffer)) continue
    size += part.length
    if (size > MAX_OUTPUT) stop('output')
    else parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 130))
  })
}

function tooLong([command = '']: readonly string[], seconds: number): SourceError {
  return new SourceError(`tolva ${command} was stopped after ${counted(seconds, 'second')}`, {
    code: 'command_timeout',
    hint: 'Give it more seconds, fewer pages (limit) or fewer resources. What a run has sealed is kept, and the next run goes on from there.',
  })
}

function tooMuch([command = '']: readonly string[]): TolvaError {
  return new TolvaError(`tolva ${command} said more than ${MAX_OUTPUT} bytes`, {
    code: 'output_too_large',
    hint: 'Ask for fewer resources or pages.',
  })
}
