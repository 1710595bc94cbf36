import { Writable } from 'node:stream'
import { packageVersion } from '../../../../config/own-package.ts'
import { ConfigError } from '../../../../errors/tolva-error.ts'
import { redactText } from '../../../../log/redact.ts'
import type { McpScope } from '../../../../mcp/mcp-scope.ts'
import type { McpParts } from '../../../../mcp/server.ts'
import type { CliContext } from '../../../cli-context.ts'
import { portNumber } from '../../../port-number.ts'
import { untilAborted } from '../../../until-aborted.ts'
import { commandHost } from './command-host.ts'
import { findProject } from './find-project.ts'
import type { McpFlags } from './mcp-flags.ts'

type Context = Pick<CliContext, 'terminal' | 'ungated' | 'env' | 'cwd' | 'signal' | 'stoppable' | 'withStdoutAsStderr'>

/** What a server is asked for. */
export interface McpRequest {
  /** As results name it. */
  readonly command: string
  readonly flags: McpFlags
  /** The only pipeline that it tells of. */
  readonly pipeline?: string
}

/**
 * Serves MCP until the client is gone, or it is interrupted.
 * @throws ConfigError `unknown_grant`, `unknown_feature`, `no_folder`, `port_taken`, `host_not_loopback`.
 */
export async function serveMcp(request: McpRequest, context: Context): Promise<void> {
  const { flags, command } = request
  const parts = await partsOf(request, context)
  if (!isHttp(flags)) return overStdio(parts, context)
  const { startHttp } = await import('../../../../mcp/transports/start-http.ts')
  const { port, host } = flags
  const running = await startHttp(parts, {
    ...(port !== undefined && { port: portNumber(port, 2719) }),
    ...(host !== undefined && { host }),
  })
  const { url, token } = running
  const config = { url, headers: { Authorization: `Bearer ${token}` } }
  context.terminal.result(
    command,
    { url, token, config },
    `The MCP server is at ${url}\nClients send the header Authorization: Bearer ${token}\nCtrl-C ends it.`,
  )
  await context.stoppable(() => untilAborted(context.signal), { quiet: true })
  await running.close()
}

async function partsOf({ flags, pipeline }: McpRequest, { terminal, env, cwd }: Context): Promise<McpParts> {
  const [{ grantsOf }, { featuresOf }, { letOutOf }, { createReadingGaps }, { createQueryGate }] = await Promise.all([
    import('../../../../mcp/grants.ts'),
    import('../../../../mcp/features.ts'),
    import('../../../../mcp/let-out.ts'),
    import('../../../../dataset/reading-gaps.ts'),
    import('../../../../serving/query-gate.ts'),
  ])
  const { folder, foundBy } = findProject(flags.project, cwd)
  const scope: McpScope = {
    projectFolder: folder,
    projectFoundBy: foundBy,
    ...(env.TOLVA_DATA_DIR && { dataDir: env.TOLVA_DATA_DIR }),
    opened: new Set(),
    env,
    ...(pipeline !== undefined && { pipeline }),
    grants: grantsOf(flags.allow),
    features: featuresOf(flags.features),
    host: commandHost(env),
    queries: createQueryGate({ atOnce: 4, waiting: 24 }),
    gaps: createReadingGaps(),
    onError: (error) =>
      terminal.note(redactText(error instanceof Error ? (error.stack ?? String(error)) : String(error))),
  }
  // Pipelines whose first folder is gone look for their files here.
  process.chdir(folder)
  return { scope, version: await packageVersion(), letOut: letOutOf(scope) }
}

async function overStdio(parts: McpParts, context: Context): Promise<void> {
  const { serveOverStdio } = await import('../../../../mcp/transports/serve-stdio.ts')
  if (process.stdin.isTTY) {
    context.terminal.note(
      'an MCP server speaks to an assistant, not to a terminal; see docs/mcp.md, or start it with --http',
    )
  }
  const { write } = context.ungated.stdout
  // stdout carries the protocol alone, whatever other code prints.
  const stdout = new Writable({
    decodeStrings: false,
    write(text, _encoding, done) {
      write(String(text))
      done()
    },
  })
  await context.withStdoutAsStderr(() =>
    context.stoppable(() => serveOverStdio(parts, { stdin: process.stdin, stdout }, context.signal), { quiet: true }),
  )
}

function isHttp({ stdio, http, port, host }: McpFlags): boolean {
  const asked = http === true || port !== undefined || host !== undefined
  if (!asked || stdio !== true) return asked
  throw new ConfigError('--stdio and --http exclude each other', {
    code: 'bad_arguments',
    hint: 'Leave one of them out; --port and --host belong to --http.',
  })
}
