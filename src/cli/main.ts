#!/usr/bin/env node
import { inAssistant } from '../config/in-assistant.ts'
import { library } from './installed-library.ts'
import { listenToInterrupts } from './interrupts.ts'
import { oldNode } from './old-node.ts'
import { runCli } from './run-cli.ts'

const tooOld = oldNode(process.versions.node)
if (tooOld !== undefined) {
  process.stderr.write(tooOld)
  process.exit(2)
}

const interrupts = listenToInterrupts(process)
const write = process.stdout.write.bind(process.stdout)
const writeError = process.stderr.write.bind(process.stderr)
if (inAssistant(process.env) !== undefined) await (await import('./gated-streams.ts')).gateProcess(process)
const gatedWrite = process.stdout.write
// Who reads the output may have seen enough, as in `tolva rest schema | head`: the work goes on without.
process.stdout.on('error', (error) => {
  if (!('code' in error && error.code === 'EPIPE')) throw error
})

process.exitCode = await runCli(process.argv.slice(2), {
  streams: {
    // The real ones, also while stdout is redirected for foreign code.
    stdout: { write, isTTY: process.stdout.isTTY, columns: process.stdout.columns },
    stderr: { write: writeError, isTTY: process.stderr.isTTY, columns: process.stderr.columns },
  },
  env: process.env,
  cwd: process.cwd(),
  library,
  signal: interrupts.signal,
  stoppable: interrupts.stoppable,
  now: Date.now,
  async withStdoutAsStderr(work) {
    process.stdout.write = process.stderr.write.bind(process.stderr)
    try {
      return await work()
    } finally {
      process.stdout.write = gatedWrite
    }
  },
})
