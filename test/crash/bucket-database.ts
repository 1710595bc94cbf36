import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { duckDbExtensions } from '../../scripts/duckdb-extensions.mjs'
import { filesystem } from '../../src/destinations/filesystem/index.ts'
import { attach, TolvaError } from '../../src/index.ts'
import { type S3Place, s3Place } from '../clouds/places/s3.ts'
import { type Database, type Query, textCells } from './database.ts'
import { DATASET, PIPELINE } from './load-job.ts'

/** A bucket behind a gateway of its own. */
export async function bucketDatabase(): Promise<Database> {
  const place = await s3Place()
  const home = await mkdtemp(join(tmpdir(), 'tolva-crash-reader-'))
  return {
    of: { bucketUrl: place.bucketUrl, env: place.env },
    read: (work) => readFiles(join(place.folder, new URL(place.bucketUrl).hostname, DATASET), work),
    readMeanwhile: (work) => readCommitted({ place, home }, work),
    victim: { signal: 'SIGKILL', pid: place.pid, restart: place.restart },
    async drop() {
      await place[Symbol.asyncDispose]()
      await rm(home, { recursive: true, force: true })
    },
  }
}

/** Every file that is there, as anybody reads them who knows nothing of loads. */
function readFiles<T>(dataset: string, work: (query: Query) => Promise<T>): Promise<T> {
  return inMemory(async (query) => {
    for (const table of existsSync(dataset) ? await readdir(dataset) : []) {
      const files = table === 'init' ? [] : await readdir(join(dataset, table))
      if (files.includes('_delta_log')) await query('LOAD delta')
      const select = selectOf(join(dataset, table), files)
      if (select !== undefined) await query(`CREATE VIEW ${DATASET}.${table} AS ${select}`)
    }
    return work(query)
  })
}

function selectOf(folder: string, files: readonly string[]): string | undefined {
  if (files.includes('_delta_log')) return `SELECT * FROM delta_scan('${folder}')`
  if (files.some((file) => file.endsWith('.parquet'))) {
    return `SELECT * FROM read_parquet('${folder}/*.parquet', union_by_name = true)`
  }
  const columns = "{ load_id: 'VARCHAR', schema_name: 'VARCHAR', status: 'BIGINT' }"
  if (!folder.endsWith('/_dlt_loads')) return undefined
  return `SELECT * FROM read_json('${folder}/*.jsonl', format = 'newline_delimited', columns = ${columns})`
}

/** What a newcomer sees who leaves out what is not committed: all its tables of one moment, for any query. */
async function readCommitted<T>(
  { place, home }: { readonly place: S3Place; readonly home: string },
  work: (query: Query) => Promise<T>,
): Promise<T> {
  const projectDir = await mkdtemp(join(home, 'reader-'))
  const reader = await attach(PIPELINE, {
    destination: filesystem({ bucketUrl: place.bucketUrl, credentials: place.credentials }),
    dataset: DATASET,
    dataDir: join(projectDir, 'data'),
    projectDir,
    env: {},
  }).catch((error: unknown) => {
    if (error instanceof TolvaError && error.code === 'unknown_pipeline') return undefined
    throw error
  })
  if (reader === undefined) return inMemory(work)
  const dataset = reader.dataset()
  const tables = Object.keys(await dataset.rowCounts({ systemTables: true }))
  const files: string[] = []
  for (const table of tables) {
    const file = join(projectDir, `${table}.json`)
    await writeFile(file, JSON.stringify(await dataset.table(table).rows()))
    files.push(file)
  }
  return inMemory(async (query) => {
    for (const [at, table] of tables.entries()) {
      const rows = `read_json('${files[at]}', format = 'array', sample_size = -1, map_inference_threshold = -1)`
      await query(`CREATE TABLE ${DATASET}.${table} AS SELECT * FROM ${rows}`)
    }
    return work(query)
  })
}

/** A database in memory with an empty dataset. */
async function inMemory<T>(work: (query: Query) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(':memory:', { extension_directory: duckDbExtensions('delta') })
  const connection = await instance.connect()
  try {
    await connection.run(`CREATE SCHEMA ${DATASET}`)
    return await work(async (sql) => (await connection.runAndReadAll(sql)).getRowObjects().map(textCells))
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
