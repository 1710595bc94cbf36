#!/usr/bin/env node
import { library } from './installed-library.ts'
import { runCli } from './run-cli.ts'

const controller = new AbortController()
let unstoppable = 0

process.on('SIGINT', () => {
  if (controller.signal.aborted || unstoppable > 0) process.exit(130)
  process.stderr.write('\nfinishing the page; interrupt again to stop now\n')
  controller.abort()
})

const write = process.stdout.write.bind(process.stdout)

process.exitCode = await runCli(process.argv.slice(2), {
  streams: {
    // The real stdout, also while it is redirected for foreign code.
    stdout: { write, isTTY: process.stdout.isTTY, columns: process.stdout.columns },
    stderr: process.stderr,
  },
  env: process.env,
  cwd: process.cwd(),
  library,
  signal: controller.signal,
  now: Date.now,
  async unstoppable(work) {
    unstoppable++
    try {
      return await work()
    } finally {
      unstoppable--
    }
  },
  async withStdoutAsStderr(work) {
    process.stdout.write = process.stderr.write.bind(process.stderr)
    try {
      return await work()
    } finally {
      process.stdout.write = write
    }
  },
})
