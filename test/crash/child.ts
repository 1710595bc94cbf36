// Loads what CRASH_JOB says, as a program of a user would: `node child.ts`.

import { filesystem } from '../../src/destinations/filesystem/index.ts'
import { postgres } from '../../src/destinations/postgres/index.ts'
import { type Destination, duckdb, folderStateStore, pipeline, type Resource, type Source } from '../../src/index.ts'
import { chatbot } from '../../src/sources/chatbot/index.ts'
import { DATASET, type LoadJob, PIPELINE, STOPPED, STORE, TOKEN } from './load-job.ts'
import { visitsOf } from './visits-of.ts'

const job: LoadJob = JSON.parse(process.env.CRASH_JOB ?? '{}')
const stop = new AbortController()
process.once('SIGTERM', () => stop.abort(new Error('asked to stop')))

const loading = pipeline({
  name: PIPELINE,
  destination: destinationOf(job.database),
  dataset: DATASET,
  dataDir: `${job.folder}/data`,
  projectDir: job.folder,
  ...(job.stateStore === true && { stateStore: folderStateStore(`${job.folder}/${STORE}`) }),
  env: { RUNTIME__REQUEST_BACKOFF_FACTOR: '0.01', ...('env' in job.database && job.database.env) },
})

function destinationOf(database: LoadJob['database']): Destination {
  if ('duckdb' in database) return duckdb(database.duckdb)
  if ('postgres' in database) return postgres(database.postgres)
  return filesystem(database.bucketUrl)
}

/** Each user once, though all of them are read again: known by the time when it was made. */
const onlyNew = { incremental: { cursorPath: 'createdAt' }, writeDisposition: 'append' } as const

function users(given: Resource<string, unknown>): Resource<string, unknown> {
  const hinted = job.disposition === 'append' ? given.with(onlyNew) : given
  return job.asValues ? hinted.map((user) => ({ ...asObject(user), visits: visitsOf(user) })) : hinted
}

function source(): Source {
  const all = chatbot({ apiKey: TOKEN, baseUrl: job.api, ...(job.pageSize !== undefined && { limit: job.pageSize }) })
  return {
    ...all,
    async resources(reader) {
      const resources = await all.resources(reader)
      const changed = resources.map((one) => (one.name === 'users' ? users(one) : one))
      if (job.disposition === 'append') return changed.filter(({ name }) => name === 'users')
      const isDelta = job.disposition === 'merge' && 'bucketUrl' in job.database
      return isDelta ? changed.map((one) => one.with({ tableFormat: 'delta' })) : changed
    },
  }
}

function asObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {}
}

try {
  const info = await loading.run(source(), {
    signal: stop.signal,
    ...(job.disposition !== 'append' && { writeDisposition: job.disposition }),
    ...(job.select !== undefined && { select: job.select }),
    ...(job.checkpointPages !== undefined && { checkpoint: { pages: job.checkpointPages } }),
    ...(job.refresh === true && { refresh: 'drop_sources' }),
    ...(job.pageLog !== undefined && { pageLog: job.pageLog }),
  })
  console.log(JSON.stringify(info.rowCounts))
} catch (error) {
  console.error(String(error))
  process.exitCode = stop.signal.aborted ? STOPPED : 1
}
