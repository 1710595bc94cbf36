import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import shared from '../../vitest.config.ts'

// The default export of a Vitest configuration is how Vitest takes it.
export default defineConfig({
  ...shared,
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    ...shared.test,
    include: ['test/clouds/**/*.test.ts', 'test/**/*.heavy.test.ts'],
    exclude: [],
    globalSetup: ['test/postgres/cluster-folder.ts', 'test/built-package.ts', 'test/dashboard/build-page.ts'],
    testTimeout: 300_000,
    // The first run builds the servers.
    hookTimeout: 900_000,
  },
})
