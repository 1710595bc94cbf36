import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Programs } from './agent.ts'

const SERVER = 'node_modules/tolva/dist/cli/main.js'
const GUARD = 'node_modules/tolva/dist/workbench/read-guard/hook.js'
const SERVER_ARGS = ['ai', 'mcp', '--stdio']

/** How this package's programs are started in a project: by node where it is installed there, else by npx, which is slower. */
export function programsOf(project: string): Programs {
  const server = existsSync(join(project, SERVER))
    ? { command: 'node', args: [SERVER, ...SERVER_ARGS] }
    : { command: 'npx', args: ['--no-install', 'tolva', ...SERVER_ARGS] }
  const isInstalled = existsSync(join(project, GUARD))
  return {
    server,
    guard: (agent, root = '') =>
      isInstalled ? `node ${root}${GUARD} ${agent}` : `npx --no-install tolva ai guard ${agent}`,
  }
}
