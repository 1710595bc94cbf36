import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** Builds the dashboard's page as the package has it: once, before any test opens it. */
export async function setup(): Promise<void> {
  const root = fileURLToPath(new URL('../../dashboard', import.meta.url))
  await build({
    root,
    configFile: fileURLToPath(new URL('../../dashboard/vite.config.ts', import.meta.url)),
    logLevel: 'warn',
  })
}
