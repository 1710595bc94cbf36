import { Client, type Transport } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { type StartAssistant, serverCommand, toldBy } from './assistant.ts'

/** The client of the official SDK, with one server for all calls. */
export const startSdkAssistant: StartAssistant = async (place) => {
  const heard: string[] = []
  const [command, ...args] = serverCommand(place)
  const env = { ...presentVariables(), NO_COLOR: '1', TOLVA_DATA_DIR: place.dataDir }
  const server = new StdioClientTransport({ command, args, cwd: place.folder, env, stderr: 'pipe' })
  server.stderr?.on('data', (part) => heard.push(String(part)))
  const client = new Client({ name: 'walk', version: '1' })
  await client.connect(tapped(server, heard))
  return {
    call: async (name, input = {}) => toldBy(await client.callTool({ name, arguments: input })),
    heard: () => heard.join('\n'),
    [Symbol.asyncDispose]: () => client.close(),
  }
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
  const present = Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  return Object.fromEntries(present)
}
