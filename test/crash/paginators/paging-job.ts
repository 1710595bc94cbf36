import type { EndpointConfig } from '../../../src/sources/rest-api/index.ts'

/** What a child process is to load page by page, and where to. */
export interface PagingJob {
  /** Folder of the run. */
  readonly folder: string
  /** The DuckDB file. */
  readonly file: string
  readonly baseUrl: string
  readonly endpoint: EndpointConfig
  /** What was read is sealed and loaded every so many pages. */
  readonly checkpointPages: number
  readonly pageLog: boolean
}
