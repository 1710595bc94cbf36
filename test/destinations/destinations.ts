import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import type { ReplaceStrategy } from '../../src/capabilities/capabilities.ts'
import { duckdb } from '../../src/destinations/duckdb/index.ts'
import { postgres } from '../../src/destinations/postgres/index.ts'
import { type Destination, type Pipeline, type PipelineOptions, pipeline } from '../../src/index.ts'
import { NO_POSTGRES, testDatabase } from '../postgres/database.ts'

/** A destination that the same tests run against. */
export interface Tested {
  readonly name: string
  /** Why its tests cannot run on this machine, if they cannot. */
  readonly absent: string
  /** Makes an empty one; undefined where there is none. */
  open(folder: string): Promise<Opened | undefined>
}

interface Opened {
  make(options?: { readonly replaceStrategy?: ReplaceStrategy }): Destination
  close(): Promise<void>
}

export const TESTED: readonly Tested[] = [
  {
    name: 'duckdb',
    absent: 'never',
    open: async (folder) => ({
      make: (options) => duckdb({ path: join(folder, 'test.duckdb'), ...options }),
      close: async () => {},
    }),
  },
  {
    name: 'postgres',
    absent: NO_POSTGRES,
    async open() {
      const database = await testDatabase()
      if (database === undefined) return undefined
      return {
        make: (options) => postgres({ credentials: database.url, ...options }),
        close: () => database.close(),
      }
    },
  },
]

/** What a test of one destination is handed. */
export interface Bench {
  /** undefined: `absent` says why. */
  readonly opened: Opened | undefined
  /** A folder of the test file. */
  readonly folder: string
  /** A pipeline into a dataset of its own, or another machine's handle on it. */
  pipeline(dataset: string, options?: Partial<PipelineOptions> & { readonly machine?: string }): Pipeline
}

/** Opens the destination for the tests of a `describe` and closes it behind them. */
export function useDestination(tested: Tested): Bench {
  let folder = ''
  let opened: Opened | undefined
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), `tolva-${tested.name}-`))
    opened = await tested.open(folder)
  })
  afterAll(async () => {
    await opened?.close()
    await rm(folder, { recursive: true, force: true })
  })
  return {
    get opened() {
      return opened
    },
    get folder() {
      return folder
    },
    pipeline(dataset, { machine = 'here', ...options } = {}) {
      if (opened === undefined) throw new Error(tested.absent)
      return pipeline({
        name: `${dataset}_pipeline`,
        destination: opened.make(),
        dataset,
        dataDir: join(folder, machine),
        projectDir: folder,
        env: {},
        ...options,
      })
    },
  }
}
