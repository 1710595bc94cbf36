import type { Destination } from '../../../src/contracts/destination.ts'
import type { PageForm } from './case-source.ts'

/** Where and how one case is played. */
export interface Stage {
  /** A fresh temporary folder, the case's own. Absolute. */
  readonly folder: string
  /** The DuckDB file below it. */
  readonly file: string
  readonly dataset: string
  /** Where to load instead of into the file. */
  readonly destination?: Destination
  /** Drops the dataset where it does not stand in the file. */
  readonly dropDataset?: () => Promise<void>
  readonly form: PageForm
  readonly signal: AbortSignal
  /** When the case began: milliseconds since the epoch. */
  readonly since: number
}
