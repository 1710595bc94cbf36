import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { vi } from 'vitest'
import { library } from '../../src/cli/installed-library.ts'
import { runCli } from '../../src/cli/run-cli.ts'
import { attach } from '../../src/index.ts'
import { type ChatbotSandbox, startChatbotSandbox } from '../../src/testing/sandbox/chatbot-sandbox.ts'

const TOKEN = 'sandbox-token'
const EXAMPLE = join(import.meta.dirname, '..', '..', 'examples', 'chatbot')

/** Rows by table, without what differs from load to load. */
export type ChatbotTables = Readonly<Record<string, readonly string[]>>

/** A folder with both files of the ChatBot example, whose API is a sandbox; nothing else of them is changed. */
export interface ChatbotProject extends AsyncDisposable {
  readonly folder: string
  readonly sandbox: ChatbotSandbox
  /** What `tolva run` printed, with these environment variables. Throws where it ended with another code than 0. */
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<string>
  /** What the pipeline has loaded to where it ran last. */
  tables(env?: Readonly<Record<string, string>>): Promise<ChatbotTables>
}

/** Makes the project; `users` is how many the sandbox has. */
export async function chatbotProject(users: number): Promise<ChatbotProject> {
  const folder = await mkdtemp(join(tmpdir(), 'tolva-chatbot-'))
  const sandbox = await startChatbotSandbox({ users, token: TOKEN })
  await mkdir(join(folder, '.dlt'))
  await writeFile(join(folder, '.dlt', 'secrets.toml'), `[sources.chatbot_source]\napi_key = "${TOKEN}"\n`)
  for (const name of ['chatbot.yaml', 'chatbot_pipeline.ts']) {
    const text = await readFile(join(EXAMPLE, name), 'utf8')
    await writeFile(join(folder, name), text.replaceAll('https://api.chatbot.com', sandbox.url))
  }
  const dataDir = join(folder, 'data')
  return {
    folder,
    sandbox,
    // A script knows no folder but that of its process.
    run: (args, env = {}) =>
      withEnvironment({ ...env, TOLVA_DATA_DIR: dataDir, DLT_PROJECT_DIR: folder }, () => runIn(folder, args)),
    tables: (env = {}) => withEnvironment(env, () => tablesOf(dataDir)),
    async [Symbol.asyncDispose]() {
      await sandbox.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function withEnvironment<T>(env: Readonly<Record<string, string>>, work: () => Promise<T>): Promise<T> {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  try {
    return await work()
  } finally {
    vi.unstubAllEnvs()
  }
}

async function runIn(cwd: string, args: readonly string[]): Promise<string> {
  const lines: string[] = []
  const write = (text: string | Uint8Array) => lines.push(String(text)) > 0
  const code = await runCli(['run', ...args], {
    streams: { stdout: { write }, stderr: { write } },
    env: { ...process.env, NO_COLOR: '1', CI: '1' },
    cwd,
    library,
    signal: new AbortController().signal,
    now: Date.now,
    stoppable: (work) => work(),
    withStdoutAsStderr: (work) => work(),
  })
  if (code === 0) return lines.join('')
  throw new Error(`tolva run ${args.join(' ')} ended with ${code}:\n${lines.join('')}`)
}

/** Random row ids, and the load's own. */
const OF_THE_LOAD = new Set(['_dlt_id', '_dlt_parent_id', '_dlt_load_id'])

async function tablesOf(dataDir: string): Promise<ChatbotTables> {
  const dataset = (await attach('chatbot_pipeline', { dataDir })).dataset()
  const counts = await dataset.rowCounts()
  const tables: [string, readonly string[]][] = []
  for (const table of Object.keys(counts).toSorted()) {
    const rows = await dataset.table(table).rows()
    const plain = rows.map((row) =>
      Object.entries(row)
        .filter(([column]) => !OF_THE_LOAD.has(column))
        .toSorted(),
    )
    tables.push([table, plain.map((row) => JSON.stringify(row)).toSorted()])
  }
  return Object.fromEntries(tables)
}
