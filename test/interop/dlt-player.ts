import { z } from 'zod'
import type { RunOutcome } from '../conformance/core/case-player.ts'
import { recordedError } from '../conformance/core/error-kind.ts'
import type { DltProcess } from './dlt-process.ts'
import type { DltPlace } from './place.ts'

const outcome = z.object({
  error: z.object({ types: z.array(z.string()), messages: z.array(z.string()) }).nullable(),
  schemas: z.record(z.string(), z.unknown()),
  state: z.unknown(),
  row_counts: z.record(z.string(), z.number()).nullable(),
  exported: z.record(z.string(), z.unknown()),
})

/** Where dlt plays, and what. */
export interface DltStage {
  readonly place: DltPlace
  /** Its working folder. Absolute. */
  readonly folder: string
  readonly dataset: string
  /** The scenario as JSON text. */
  readonly scenario: string
}

/** Does the run of that number with dlt, in a new instance of the pipeline. */
export async function playWithDlt(dlt: DltProcess, stage: DltStage, index: number): Promise<RunOutcome> {
  const { place: where, folder, dataset, scenario } = stage
  const read = outcome.parse(await dlt.ask({ op: 'play', where, folder, dataset, scenario, index }))
  const { error, schemas, state, row_counts: rowCounts, exported } = read
  return { error: error && recordedError(error.types, error.messages), schemas, state, rowCounts, exported }
}
