/** What a run took over of an earlier one that stopped. */
export interface Resumed {
  readonly resource: string
  /** Pages that were loaded or sealed before, so that they were not fetched again. */
  readonly pagesBefore: number
  /** Pages that the earlier run had fetched and logged. */
  readonly pagesFromLog: number
}
