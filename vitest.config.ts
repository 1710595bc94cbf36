import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { EXTENSIONS } from './scripts/duckdb-extensions.mjs'

const src = (file: string) => fileURLToPath(new URL(`./src/${file}`, import.meta.url))

export default defineConfig({
  // Examples import the package by its name.
  resolve: {
    alias: [
      { find: /^tolva$/, replacement: src('index.ts') },
      { find: /^tolva\/(.*)$/, replacement: `${src('')}$1/index.ts` },
    ],
  },
  test: {
    include: ['src/**/*.test.ts', 'dashboard/src/**/*.test.ts', 'test/**/*.test.ts', 'benchmarks/**/*.test.ts'],
    // Extensions that tests brought here: none goes to the network for them.
    env: { TOLVA_DUCKDB_EXTENSIONS: EXTENSIONS },
    // Those need servers that stand in for clouds, or their time: `npm run test:clouds`.
    exclude: ['test/clouds/**', '**/*.heavy.test.ts'],
    globalSetup: ['test/postgres/cluster-folder.ts'],
    testTimeout: 180_000,
    hookTimeout: 120_000,
    // One second is little where two test files, their servers and a build share the processors.
    expect: { poll: { timeout: 15_000 } },
    pool: 'forks',
    maxWorkers: 2,
  },
})
