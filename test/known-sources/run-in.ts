import { join } from 'node:path'
import { library } from '../../src/cli/installed-library.ts'
import { runCli } from '../../src/cli/run-cli.ts'

/** What a command gave. */
export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs a command in a folder, with the working folders of pipelines in it. */
export async function runIn(cwd: string, args: readonly string[]): Promise<Ran> {
  let [out, err] = ['', '']
  const stdout = {
    write(text: string) {
      out += text
    },
  }
  const stderr = {
    write(text: string) {
      err += text
    },
  }
  const before = process.env.TOLVA_DATA_DIR
  process.env.TOLVA_DATA_DIR = join(cwd, 'data')
  try {
    const code = await runCli(args, {
      streams: { stdout, stderr },
      env: { NO_COLOR: '1' },
      cwd,
      now: Date.now,
      signal: new AbortController().signal,
      stoppable: (work) => work(),
      withStdoutAsStderr: (work) => work(),
      library,
    })
    return { code, out, err }
  } finally {
    if (before === undefined) delete process.env.TOLVA_DATA_DIR
    else process.env.TOLVA_DATA_DIR = before
  }
}
