// npm run show: the dashboard, from source, on what the demo loaded. The page is built first, as a clone has none.
import { spawnSync } from 'node:child_process'
import path from 'node:path'

const root = path.dirname(import.meta.dirname)

function step(command: string, args: readonly string[], stdio: 'inherit' | readonly ['ignore', 2, 2]): number {
  const { status, error } = spawnSync(command, args, { stdio: typeof stdio === 'string' ? stdio : [...stdio] })
  if (error !== undefined) console.error(error.message)
  return status ?? 1
}

const built = step('vite', ['build', path.join(root, 'dashboard'), '--logLevel', 'warn'], ['ignore', 2, 2])
const main = path.join(root, 'src', 'cli', 'main.ts')
process.exitCode =
  built || step(process.execPath, [main, 'pipeline', 'chatbot_pipeline', 'show', ...process.argv.slice(2)], 'inherit')
