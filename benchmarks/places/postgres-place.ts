import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { makeCluster, startServer } from '../../test/postgres/cluster.ts'
import { stopCluster } from '../../test/postgres/stop-cluster.ts'
import { type DatasetSummary, OWN_COLUMNS, type Place, type Spot } from './place.ts'

/** As on a server of this size: commits are on disk, and its memory is used. */
const SETTINGS = `
shared_buffers = 1GB
max_wal_size = 8GB
checkpoint_timeout = 30min
maintenance_work_mem = 256MB
work_mem = 64MB
max_connections = 60
`

/** A PostgreSQL server of our own, with a database for each contender. */
export async function postgresPlace(): Promise<Place> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tolva-bench-postgres-'))
  await mkdir(folder, { recursive: true })
  const port = await makeCluster(folder, SETTINGS)
  const { url } = await startServer(folder, { port, owner: process.pid })
  let made = 0
  return {
    async open(_, copyOf) {
      made += 1
      const name = `bench_${made}`
      const template = copyOf === undefined ? '' : ` TEMPLATE ${path.basename(copyOf.address)}`
      await inDatabase(url, (client) => client.query(`CREATE DATABASE ${name}${template}`))
      // What a contender before has left to write would else be written during the measurement.
      await inDatabase(url, (client) => client.query('CHECKPOINT'))
      return spotOf(url, name)
    },
    [Symbol.asyncDispose]: async () => {
      await stopCluster(folder)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function spotOf(server: string, name: string): Spot {
  const address = server.replace(/[^/]*$/, name)
  return {
    address,
    summarize: (dataset) => inDatabase(address, (client) => summarize(client, dataset)),
    countRows: (dataset, table) =>
      inDatabase(address, async (client) => {
        const { rows } = await client.query(`SELECT count(*) AS n FROM "${dataset}"."${table}"`)
        return Number(rows[0]?.n)
      }),
    async [Symbol.asyncDispose]() {
      await inDatabase(server, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`))
    },
  }
}

async function summarize(client: pg.Client, dataset: string): Promise<DatasetSummary> {
  const { rows: columns } = await client.query({
    text: `SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), quote_ident(c.relname), quote_ident(a.attname)
      FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
      WHERE n.nspname = $1 AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND NOT starts_with(c.relname, '_dlt_')
      ORDER BY c.relname, a.attname`,
    values: [dataset],
    rowMode: 'array',
  })
  const tables: Record<string, Record<string, string>> = {}
  for (const [table, name, type, from, column] of columns) {
    const summary = tables[table] ?? {}
    tables[table] = summary
    if (OWN_COLUMNS.includes(name)) {
      summary[name] = type
      continue
    }
    const text = `${column}::text`
    const facts = `count(*), count(${column}), count(DISTINCT ${text}), sum(hashtextextended(${text}, 0)::numeric)`
    const { rows } = await client.query({ text: `SELECT ${facts} FROM "${dataset}".${from}`, rowMode: 'array' })
    summary[name] = [type, ...(rows[0] ?? [])].map(String).join(' ')
  }
  return tables
}

async function inDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
