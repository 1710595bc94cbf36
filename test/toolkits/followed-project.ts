import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { attach } from '../../src/index.ts'
import { type ChatbotSandbox, startChatbotSandbox } from '../../src/testing/sandbox/chatbot-sandbox.ts'
import { BUILT_PROGRAM } from '../built-package.ts'

const ROOT = resolve(import.meta.dirname, '../..')

/** The token of the sandbox, which nobody but the person may see. */
export const TOKEN = 'kept-by-the-person-0123456789'

/** What a command left. */
interface Answer {
  readonly code: number | null
  /** What it printed to both. */
  readonly out: string
  /** With `--json`, what it printed as that. */
  readonly json: unknown
}

/** An empty folder in which an assistant works, with the API beside it. */
export interface FollowedProject extends AsyncDisposable {
  readonly folder: string
  readonly sandbox: ChatbotSandbox
  /** Runs the real program there. */
  tolva(args: readonly string[]): Promise<Answer>
  /** What the person does in an editor. */
  fillIn(token: string): Promise<void>
  /** Rows by table of a pipeline. */
  counts(pipeline: string): Promise<Readonly<Record<string, number>>>
  /** All that commands printed. */
  printed(): string
  /** Files of the project that hold a text. */
  holders(text: string): Promise<readonly string[]>
}

/** Makes the folder and starts the API. */
export async function followedProject(size: {
  readonly users: number
  readonly stories: number
}): Promise<FollowedProject> {
  const folder = await mkdtemp(join(tmpdir(), 'tolva-followed-'))
  const dataDir = join(folder, 'data')
  const sandbox = await startChatbotSandbox({ ...size, token: TOKEN })
  // The package as it is built.
  await mkdir(join(folder, 'node_modules'))
  await symlink(ROOT, join(folder, 'node_modules', 'tolva'))
  const printed: string[] = []
  return {
    folder,
    sandbox,
    async tolva(args) {
      // Vitest's own, and a place where a setting base_url is looked for.
      const { BASE_URL: _, ...present } = process.env
      const env = { ...present, CI: '1', NO_COLOR: '1', TOLVA_DATA_DIR: dataDir, SANDBOX_TOKEN: TOKEN }
      const child = spawn(process.execPath, [BUILT_PROGRAM, ...args], { cwd: folder, env })
      let stdout = ''
      let stderr = ''
      child.stdout.on('data', (part) => (stdout += part))
      child.stderr.on('data', (part) => (stderr += part))
      const code = await new Promise<number | null>((done) => child.on('close', done))
      printed.push(stdout, stderr)
      return { code, out: stdout + stderr, json: args.includes('--json') ? JSON.parse(stdout) : undefined }
    },
    async fillIn(token) {
      const file = join(folder, '.dlt', 'secrets.toml')
      const text = await readFile(file, 'utf8')
      await writeFile(file, text.replace('<configure me>', token))
    },
    counts: async (pipeline) => (await attach(pipeline, { dataDir })).dataset().rowCounts(),
    printed: () => printed.join(''),
    async holders(text) {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true })
      const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
      const texts = await Promise.all(files.map(async (file) => ({ file, bytes: await readFile(file) })))
      return texts.filter(({ bytes }) => bytes.includes(text)).map(({ file }) => relative(folder, file))
    },
    async [Symbol.asyncDispose]() {
      await sandbox.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
