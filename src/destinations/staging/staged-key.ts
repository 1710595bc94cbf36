import { basename } from 'node:path'
import type { JobFile } from '../../contracts/load-package.ts'

/** The key of a staged job file, as dlt names it: `dataset/table/1795364844.743783.0a1b2c3d4e.jsonl.gz`. */
export function stagedKey(dataset: string, loadId: string, job: Pick<JobFile, 'table' | 'id' | 'file'>): string {
  const name = basename(job.file)
  return `${dataset}/${job.table}/${loadId}.${job.id}${name.slice(name.indexOf('.'))}`
}

/** The load id in the name of a staged file; undefined: it is none of ours. */
export function stagedLoadId(key: string): string | undefined {
  return /\/(\d{10,}\.\d+)\.[^/]+$/.exec(key)?.[1]
}
