import { Client, type Transport } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { z } from 'zod'
import { ownProgram } from '../../../src/config/own-package.ts'

const FAILURE = z.object({ code: z.string(), message: z.string(), hint: z.string().optional() })
type Failure = z.output<typeof FAILURE>

/** What a tool answered. */
export interface Told {
  readonly data: unknown
  readonly text: string
  /** Of a call that failed. */
  readonly failure: Failure | undefined
}

/** A client of the MCP server, which it has started over stdio as an agent does. */
export interface Assistant extends AsyncDisposable {
  /** Names of the tools that are offered. */
  tools(): Promise<readonly string[]>
  call(tool: string, input?: Readonly<Record<string, unknown>>): Promise<Told>
  /** All that came from the server: each message, and its log. */
  heard(): string
}

/** Starts the server in a project's folder. */
export async function startAssistant(place: {
  readonly folder: string
  readonly dataDir: string
  /** Grants beside the default ones; empty: none. */
  readonly allow: string
}): Promise<Assistant> {
  const heard: string[] = []
  const server = new StdioClientTransport({
    command: process.execPath,
    args: [ownProgram('cli/main'), 'ai', 'mcp', '--stdio', ...(place.allow === '' ? [] : ['--allow', place.allow])],
    cwd: place.folder,
    env: { ...presentVariables(), NO_COLOR: '1', TOLVA_DATA_DIR: place.dataDir },
    stderr: 'pipe',
  })
  server.stderr?.on('data', (part) => heard.push(String(part)))
  const client = new Client({ name: 'walk', version: '1' })
  await client.connect(tapped(server, heard))
  return {
    tools: async () => (await client.listTools()).tools.map(({ name }) => name),
    async call(name, input = {}) {
      const { content, structuredContent, isError, _meta } = await client.callTool({ name, arguments: input })
      const text = content.map((part) => (part.type === 'text' ? part.text : '')).join('\n')
      const failure = isError ? failureOf(_meta?.['tolva/error'], text) : undefined
      return { data: structuredContent, text, failure }
    },
    heard: () => heard.join('\n'),
    [Symbol.asyncDispose]: () => client.close(),
  }
}

/** An input that breaks the tool's schema is refused before the tool, and has no code. */
function failureOf(meta: unknown, text: string): Failure {
  return FAILURE.safeParse(meta).data ?? { code: 'bad_input', message: text }
}

/** The same transport, with all that comes written down before the client reads it. */
function tapped(inner: Transport, heard: string[]): Transport {
  const tap: Transport = {
    async start() {
      inner.onmessage = (message, extra) => {
        heard.push(JSON.stringify(message))
        tap.onmessage?.(message, extra)
      }
      inner.onclose = () => tap.onclose?.()
      inner.onerror = (error) => tap.onerror?.(error)
      await inner.start()
    },
    send: (message, options) => inner.send(message, options),
    close: () => inner.close(),
  }
  return tap
}

function presentVariables(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}
