import type { ColumnBuilder } from './column-builder.ts'
import { Cursors } from './cursors.ts'
import { LinearMemory } from './linear-memory.ts'

/** What all builders of one run share. */
export class BuildSpace {
  readonly memory: LinearMemory = new LinearMemory()
  readonly cursors: Cursors = new Cursors(this.memory)
  /** Set when a table or heap has passed its limit: time to flush before the next root row. */
  full = false
  /** All columns by their number. */
  readonly columns: ColumnBuilder[] = []
  /** Value of `_dlt_load_id`. */
  loadId: string

  constructor(loadId: string) {
    this.loadId = loadId
  }
}
