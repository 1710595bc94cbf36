import { expect, test } from 'vitest'
import { library } from '../../installed-library.ts'
import { runCli } from '../../run-cli.ts'

/** Runs one command line; what stdout got. */
async function run(args: readonly string[]) {
  let out = ''
  const sink = { write: () => true }
  const code = await runCli(args, {
    streams: { stdout: { write: (text) => (out += text) }, stderr: sink },
    env: {},
    cwd: process.cwd(),
    library,
    signal: AbortSignal.abort(),
    stoppable: (work) => work(),
    now: Date.now,
    withStdoutAsStderr: (work) => work(),
  })
  return { code, out }
}

test.each([
  [['--http', '--host', '0.0.0.0'], 'host_not_loopback'],
  [['--stdio', '--http'], 'bad_arguments'],
  [['--http', '--port', 'x'], 'bad_port'],
  [['--allow', 'everything'], 'unknown_grant'],
  [['--features', 'x'], 'unknown_feature'],
  [['--project', '/nowhere/at/all'], 'no_folder'],
])('the flags %j are an error', async (flags, error) => {
  const { code, out } = await run(['mcp', ...flags, '--json'])
  expect([code, JSON.parse(out).error.code]).toEqual([2, error])
})

test.each([['mcp'], ['ai mcp']])('%s says in its help what may be allowed, with examples', async (name) => {
  const { code, out } = await run([...name.split(' '), '--help'])
  expect(code).toBe(0)
  for (const text of ['--allow <grants>', '--project <folder>', `tolva ${name} --http`]) expect(out).toContain(text)
})
