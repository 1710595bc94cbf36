import type { Readable, Writable } from 'node:stream'
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio'
import { createServer, type McpParts } from '../server.ts'
import { gatedTransport } from './gated-transport.ts'

/** Where messages come from and go to. */
export interface StdioStreams {
  readonly stdin: Readable
  readonly stdout: Writable
}

/** Serves the client at the other end of the streams, until it is gone or the signal is aborted. */
export async function serveOverStdio(parts: McpParts, streams: StdioStreams, signal: AbortSignal): Promise<void> {
  const { onError } = parts.scope
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  const wire = new StdioServerTransport(streams.stdin, streams.stdout)
  // What the entry says by itself goes through the gate too.
  const transport = gatedTransport(wire, parts.letOut, onError)
  const handle = serveStdio(() => createServer(parts), { transport, onerror: onError })
  streams.stdin.once('end', end)
  streams.stdin.once('close', end)
  signal.addEventListener('abort', () => end(), { once: true })
  if (signal.aborted) end()
  await ended
  await handle.close()
}
