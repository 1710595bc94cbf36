// Loads what CRASH_JOB says from a REST API: `node paging-child.ts`.

import { duckdb, pipeline } from '../../../src/index.ts'
import { restApiSource } from '../../../src/sources/rest-api/index.ts'
import { DATASET, PIPELINE, STOPPED } from '../load-job.ts'
import type { PagingJob } from './paging-job.ts'

const job: PagingJob = JSON.parse(process.env.CRASH_JOB ?? '{}')
const stop = new AbortController()
process.once('SIGTERM', () => stop.abort(new Error('asked to stop')))

const source = restApiSource({
  name: 'api',
  client: { baseUrl: job.baseUrl, maxAttempts: 6, backoffSeconds: 0.001, maxRetryDelaySeconds: 0.005 },
  // A load that was killed behind its last step is done: the next one finds nothing new.
  resources: [
    {
      name: 'items',
      writeDisposition: 'append',
      endpoint: { ...job.endpoint, incremental: { cursorPath: 'id', initialValue: -1 } },
    },
  ],
})

try {
  const loading = pipeline({
    name: PIPELINE,
    destination: duckdb(job.file),
    dataset: DATASET,
    dataDir: `${job.folder}/data`,
    projectDir: job.folder,
  })
  const info = await loading.run(source, {
    signal: stop.signal,
    checkpoint: { pages: job.checkpointPages },
    pageLog: job.pageLog,
  })
  console.log(JSON.stringify(info.rowCounts))
} catch (error) {
  console.error(String(error))
  process.exitCode = stop.signal.aborted ? STOPPED : 1
}
