import { type ChildProcess, spawn } from 'node:child_process'
import { faketimeLibrary } from '../../scripts/faketime-library.mjs'

/** Why a test that sets a process's clock did not run. */
export const NO_FAKETIME = 'no libfaketime: install it (Debian: apt-get install libfaketime)'

/** The library that fakes time; undefined where there is none and none can be had. */
export function libraryOrNone(): string | undefined {
  try {
    return faketimeLibrary()
  } catch {
    return undefined
  }
}

/** Starts a program whose wall clock is another one, as libfaketime writes times: `-1d`. The monotonic clock is the true one. */
export function startFaked(
  library: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): ChildProcess {
  return spawn(process.execPath, args, {
    cwd: options.cwd,
    env: {
      ...process.env,
      LD_PRELOAD: library,
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      DONT_FAKE_MONOTONIC: '1',
      FAKETIME_NO_CACHE: '1',
      NO_COLOR: '1',
      CI: '1',
      ...options.env,
    },
  })
}

/** What a process printed and how it ended. */
export async function ended(
  child: ChildProcess,
): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  let out = ''
  let err = ''
  child.stdout?.on('data', (part) => (out += part))
  child.stderr?.on('data', (part) => (err += part))
  const code = await new Promise<number | null>((done) => child.on('close', done))
  return { code, out, err }
}
