import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

/** Folders of a project that an assistant works in. */
export interface McpPlace {
  readonly project: string
  readonly dataDir: string
  readonly home: string
}

/** A server in a process of its own, with the client of the SDK at the other end of its streams. */
export interface Connected extends AsyncDisposable {
  readonly client: Client
  readonly place: McpPlace
  /** Calls a tool; what it answered as text and as data. */
  call(name: string, input?: Readonly<Record<string, unknown>>, options?: CallOptions): Promise<Answered>
  /** All that came from the server, as it came. */
  readonly wire: readonly string[]
  /** What it wrote on stderr. */
  stderr(): string
}

export interface CallOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (text: string) => void
  readonly timeout?: number
}

export interface Answered {
  readonly isError: boolean
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: what is asserted of it says what it is.
  readonly data: any
  /** Code of the error. */
  readonly code: string | undefined
}

export interface ConnectOptions {
  readonly place?: McpPlace
  /** Behind `tolva mcp`. */
  readonly args?: readonly string[]
  /** Instead of `mcp`. */
  readonly command?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** Revision of the protocol; that of most clients by default. */
  readonly modern?: boolean
}

/** Empty folders for a project. */
export async function makePlace(): Promise<McpPlace> {
  const root = await mkdtemp(join(tmpdir(), 'tolva-mcp-'))
  const place = { project: join(root, 'project'), dataDir: join(root, 'data'), home: join(root, 'home') }
  await Promise.all(
    [join(place.project, '.dlt'), place.dataDir, place.home].map((folder) => mkdir(folder, { recursive: true })),
  )
  return place
}

/** Removes what `makePlace` made. */
export const removePlace = ({ project }: McpPlace): Promise<void> =>
  rm(join(project, '..'), { recursive: true, force: true })

/** Starts a server as an assistant does, and connects. Folders that were not given are removed with it. */
export async function connectMcp(options: ConnectOptions = {}): Promise<Connected> {
  const place = options.place ?? (await makePlace())
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [MAIN, ...(options.command ?? ['mcp']), ...(options.args ?? [])],
    cwd: options.cwd ?? place.project,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: place.home,
      TOLVA_DATA_DIR: place.dataDir,
      ...(process.env.TOLVA_DUCKDB_EXTENSIONS && { TOLVA_DUCKDB_EXTENSIONS: process.env.TOLVA_DUCKDB_EXTENSIONS }),
      ...options.env,
    },
    stderr: 'pipe',
  })
  const errors: string[] = []
  transport.stderr?.on('data', (part) => errors.push(String(part)))
  const wire: string[] = []
  const client = new Client(
    { name: 'test', version: '1' },
    options.modern ? { versionNegotiation: { mode: 'auto' } } : {},
  )
  await client.connect(transport)
  const onmessage = transport.onmessage
  transport.onmessage = (message) => {
    wire.push(JSON.stringify(message))
    onmessage?.(message)
  }
  return {
    client,
    place,
    wire,
    stderr: () => errors.join(''),
    async call(name, input = {}, { signal, onProgress, timeout = 120_000 } = {}) {
      const answer = await client.callTool(
        { name, arguments: { ...input } },
        {
          timeout,
          ...(signal && { signal }),
          ...(onProgress && { onprogress: ({ message }) => onProgress(message ?? '') }),
        },
      )
      const text = answer.content.map((part) => (part.type === 'text' ? part.text : '')).join('\n')
      const isError = answer.isError === true
      return { isError, text, data: answer.structuredContent, code: isError ? /^[a-z_]+/.exec(text)?.[0] : undefined }
    },
    async [Symbol.asyncDispose]() {
      await client.close()
      if (options.place === undefined) await removePlace(place)
    },
  }
}
