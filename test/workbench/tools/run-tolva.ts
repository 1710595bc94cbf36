import { runCli } from '../../../src/cli/run-cli.ts'

interface Answer {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs a command line within this process, in a folder and with nothing of this machine's home. */
export async function runTolva(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<Answer> {
  const out: string[] = []
  const err: string[] = []
  const code = await runCli(args, {
    streams: { stdout: { write: (text) => out.push(text) }, stderr: { write: (text) => err.push(text) } },
    env: { HOME: `${folder}/home`, ...env },
    cwd: folder,
    library: () => {
      throw new Error('the library is not needed')
    },
    signal: new AbortController().signal,
    now: () => Date.UTC(2026, 0, 2),
    stoppable: (work) => work(),
    withStdoutAsStderr: (work) => work(),
  })
  return { code, out: out.join(''), err: err.join('') }
}
