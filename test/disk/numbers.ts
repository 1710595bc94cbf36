import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { connectDuckDb } from '../../src/duckdb/connection.ts'
import { duckdb, type Pipeline, pipeline, resource } from '../../src/index.ts'
import type { Logger } from '../../src/log/logger.ts'

/** Where a pipeline keeps what it has. */
export interface Place {
  /** Folder of the working folders. */
  readonly dataDir: string
  /** The DuckDB file. */
  readonly database: string
  readonly logger?: Logger
}

/** A pipeline that loads what `numbers` gives. */
export function numbersPipeline({ dataDir, database, logger }: Place): Pipeline {
  return pipeline({
    name: 'numbers',
    destination: duckdb({ path: database }),
    dataset: 'd',
    dataDir,
    projectDir: dataDir,
    env: {},
    ...(logger && { logger }),
  })
}

/** Gives the rows behind those that it remembers to have given, so that a row that is lost or doubled is seen. */
export function numbers(rows: number, width = 100) {
  return resource({ name: 'numbers' }, async function* ({ state }) {
    const first = Number(state.next ?? 0)
    state.next = first + rows
    yield Array.from({ length: rows }, (_, index) => ({ id: first + index, text: `${first + index}`.repeat(width) }))
  })
}

/** Ten pages with positions, of numbers from `first` on; tells which pages were asked for. */
export function pagedNumbers(first: number, asked: number[]) {
  return resource({ name: 'numbers', resumeKey: 'page' }, async function* ({ resumeFrom }) {
    for (let page = typeof resumeFrom === 'number' ? resumeFrom + 1 : 0; page < 10; page++) {
      asked.push(page)
      const rows = Array.from({ length: 10 }, (_, index) => {
        const id = first + page * 10 + index
        return { id, text: `${id} `.repeat(200) }
      })
      yield { rows, position: page }
    }
  })
}

/** Throws where the loaded numbers are not each there once, from 0 on; returns how many there are. */
export async function countNumbers(database: string): Promise<number> {
  await using connection = await connectDuckDb(database)
  const [row] = await connection.rows('SELECT count(*), count(DISTINCT id), max(id) + 1 FROM d.numbers')
  const [count, distinct, above] = (row ?? []).map(Number)
  if (count !== distinct || count !== above || count === undefined) {
    throw new Error(`${count} rows, ${distinct} of them different, below ${above}`)
  }
  return count
}

/** Files below a folder that a write left half-done, and packages without a manifest. */
export async function leftovers(dataDir: string): Promise<readonly string[]> {
  const names = (await readdir(dataDir, { recursive: true })).map((name) => name.replaceAll('\\', '/'))
  const packages = names.filter((name) => /\/packages\/[^/]+$/.test(name))
  return [
    ...names.filter((name) => name.endsWith('.tmp')),
    ...packages.filter((name) => !names.includes(join(name, 'manifest.json'))),
  ]
}
