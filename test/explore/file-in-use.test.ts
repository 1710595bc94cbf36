import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { library } from '../../src/cli/installed-library.ts'
import { runCli } from '../../src/cli/run-cli.ts'
import { locked } from '../dashboard/worlds/locked.ts'

test('tolva explore says at once who holds the file, and goes on when it is free', async ({ onTestFinished }) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'tolva-in-use-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const dataDir = path.join(folder, 'data')
  const world = await locked({ folder, dataDir })
  onTestFinished(() => world.close())
  const before = process.env.TOLVA_DATA_DIR
  process.env.TOLVA_DATA_DIR = dataDir
  onTestFinished(() => {
    if (before === undefined) delete process.env.TOLVA_DATA_DIR
    else process.env.TOLVA_DATA_DIR = before
  })
  const said: string[] = []
  const out: string[] = []
  const code = await runCli(['explore', 'chatbot_pipeline', '--table', 'users', '--no-report'], {
    streams: {
      stdout: { write: (text) => out.push(text), columns: 110 },
      stderr: {
        write(text) {
          said.push(text)
          if (text.includes('waiting')) void world.close()
        },
      },
    },
    env: {},
    cwd: folder,
    library,
    signal: new AbortController().signal,
    now: Date.now,
    stoppable: (work) => work(),
    withStdoutAsStderr: (work) => work(),
  })
  expect(said.join('')).toMatch(
    new RegExp(
      `^waiting for at most 30 s: \\S+chatbot_pipeline\\.duckdb is open in process ${world.pid} \\(.*node.*\\)\\n$`,
    ),
  )
  expect(code).toBe(0)
  expect(out.join('')).toMatch(/^users: 660 rows\n/)
})
