import { execFile } from 'node:child_process'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { ConfigError } from '../../errors/tolva-error.ts'

const run = promisify(execFile)
const GIT_URL = /^(https?|ssh|git|file):\/\/|^[\w.-]+@[\w.-]+:|\.git$/

/** A folder of toolkits; disposing of it removes what was cloned for it. */
export interface ToolkitFolder extends AsyncDisposable {
  readonly folder: string
}

/**
 * Opens a place of toolkits that others made: a folder, or a git repository, cloned into a temporary folder. The toolkits lie in it or
 * in its folder `toolkits`.
 * @throws ConfigError code `unreachable_toolkits`, where there is no such place.
 */
export async function toolkitsAt(location: string): Promise<ToolkitFolder> {
  if (!GIT_URL.test(location)) {
    return { folder: await toolkitsIn(resolve(location), location), [Symbol.asyncDispose]: async () => {} }
  }
  const clone = await mkdtemp(join(tmpdir(), 'tolva-toolkits-'))
  const remove = () => rm(clone, { recursive: true, force: true })
  try {
    await run('git', ['clone', '--quiet', '--depth', '1', '--', location, clone], {
      env: { ...process.env, GIT_TERMINAL_PROMPT: '0' },
      timeout: 120_000,
    })
    return { folder: await toolkitsIn(clone, location), [Symbol.asyncDispose]: remove }
  } catch (error) {
    await remove()
    throw error instanceof ConfigError ? error : unreachable(location, error)
  }
}

async function toolkitsIn(folder: string, location: string): Promise<string> {
  const inner = join(folder, 'toolkits')
  if (await isFolder(inner)) return inner
  if (await isFolder(folder)) return folder
  throw unreachable(location)
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}

function unreachable(location: string, cause?: unknown): ConfigError {
  return new ConfigError(`no toolkits can be read at ${location}`, {
    code: 'unreachable_toolkits',
    hint: 'give a folder, or the URL of a git repository that git clone can read from here',
    context: { location },
    cause,
  })
}
