import { join } from 'node:path'
import type { Destination } from '../../src/contracts/destination.ts'
import { duckdb } from '../../src/index.ts'
import { dropDataset } from '../conformance/core/drop-dataset.ts'
import { readDataset } from '../conformance/core/read-dataset.ts'
import type { RunSnapshot } from '../conformance/core/snapshot.ts'

/** How dlt is told of a database. */
export type DltPlace =
  | { readonly kind: 'duckdb'; readonly file: string }
  | { readonly kind: 'postgres'; readonly url: string }
  /** `format`: of dlt's job files; absent: as dlt likes them best. */
  | { readonly kind: 'filesystem'; readonly url: string; readonly format?: string }

/** An empty database that both tools load into. */
export interface Place extends AsyncDisposable {
  readonly ours: Destination
  readonly theirs: DltPlace
  /** `since`: system times before it (milliseconds) are reported as they are. */
  read(dataset: string, since: number): Promise<RunSnapshot['tables']>
  dropDataset(dataset: string): Promise<void>
}

/** Makes an empty database; `folder` is there for its files. */
export type MakePlace = (folder: string) => Promise<Place>

/** A DuckDB file. */
export const duckDbPlace: MakePlace = async (folder) => {
  const file = join(folder, 'p.duckdb')
  return {
    ours: duckdb({ path: file }),
    theirs: { kind: 'duckdb', file },
    read: (dataset, since) => readDataset({ file, dataset, since }),
    dropDataset: (dataset) => dropDataset({ file, dataset }),
    [Symbol.asyncDispose]: async () => {},
  }
}
