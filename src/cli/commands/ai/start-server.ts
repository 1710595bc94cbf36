import { spawn } from 'node:child_process'
import { ownProgram } from '../../../config/own-package.ts'

const TIME_LIMIT = 20_000
const HELLO = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'tolva ai status', version: '1' } },
}

/** Starts the MCP server as an agent does and says hello to it; the reason where that fails. */
export function startServer(
  project: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  const server = spawn(process.execPath, [ownProgram('cli/main'), 'ai', 'mcp', '--stdio'], {
    cwd: project,
    env: { ...env },
    timeout: TIME_LIMIT,
  })
  return new Promise((resolve) => {
    let [out, err] = ['', '']
    const end = (reason: string | undefined) => {
      server.kill()
      resolve(reason)
    }
    server.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text
      const line = out.split('\n').find((one) => /"id":\s*1\b/.test(one))
      if (line !== undefined) end(/"result"/.test(line) ? undefined : line)
    })
    server.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text
    })
    server.on('error', (error) => end(error.message))
    server.on('close', (code, signal) => {
      const lines = err.trim().split('\n')
      end(lines.find((line) => line.includes('Error')) ?? (lines[0] || `it ended with ${code ?? signal}`))
    })
    server.stdin.on('error', () => undefined)
    server.stdin.write(`${JSON.stringify(HELLO)}\n`)
  })
}
