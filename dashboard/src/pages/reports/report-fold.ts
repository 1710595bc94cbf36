import type { Problem } from '../../../../src/dashboard/api/problem.ts'
import type { ReportCell, ReportEvent } from '../../../../src/dashboard/api/reports.ts'

/** A cell of a report as it stands. */
export interface ShownCell {
  readonly name: string
  /** Undefined: it has not run yet. */
  readonly cell: ReportCell | undefined
  /** What is shown came from before the file was saved. */
  readonly isOld: boolean
}

/** A report as far as it has run. */
export interface ShownReport {
  readonly title: string | undefined
  readonly pipeline: string | undefined
  readonly cells: readonly ShownCell[]
  readonly isRunning: boolean
  /** How long all cells took. */
  readonly ms: number | undefined
  /** Why it could not be run at all; the cells are those from before. */
  readonly problem: Problem | undefined
}

/** Nothing has come. */
export const NO_REPORT: ShownReport = {
  title: undefined,
  pipeline: undefined,
  cells: [],
  isRunning: true,
  ms: undefined,
  problem: undefined,
}

/** The report after one more event. Cells from before stay in their places until new ones come, so that nothing jumps. */
export function reportFold(before: ShownReport, { event, data }: ReportEvent): ShownReport {
  switch (event) {
    case 'begin': {
      const cells = data.cells.map((name) => {
        const cell = before.cells.find((one) => one.name === name)?.cell
        return { name, cell, isOld: cell !== undefined }
      })
      return { title: data.title, pipeline: data.pipeline, cells, isRunning: true, ms: undefined, problem: undefined }
    }
    case 'cell': {
      const next = { name: data.name, cell: data, isOld: false }
      const isThere = before.cells.some((one) => one.name === data.name)
      const cells = isThere ? before.cells.map((one) => (one.name === data.name ? next : one)) : [...before.cells, next]
      return { ...before, cells }
    }
    case 'end':
      return { ...before, isRunning: false, ms: data.ms }
    case 'failed':
      return { ...before, isRunning: false, problem: data }
  }
}
