/** The flags of `tolva mcp`, as commander hands them over. */
export interface McpFlags {
  readonly stdio?: boolean
  readonly http?: boolean
  readonly port?: string
  readonly host?: string
  readonly allow?: string
  readonly features?: string
  readonly project?: string
}

/** How each is written, and what it says in the help. */
export const MCP_FLAGS: readonly (readonly [string, string])[] = [
  ['--stdio', 'speak over stdin and stdout, as assistants start it; the default'],
  ['--http', 'listen on the loopback instead, at /mcp, with a token that is printed'],
  ['--port <number>', 'with --http: this port; 2719 or the next free one by default'],
  ['--host <address>', 'with --http: this address of the loopback; 127.0.0.1 by default'],
  ['--allow <grants>', 'also local:write, data:write, network:read; local:read and data:read are given'],
  ['--features <groups>', 'pipeline, secrets, toolkits, sources, run; +x adds, -y leaves out; all by default'],
  ['--project <folder>', 'the project; else the current folder or the nearest above it with .dlt or package.json'],
]
