/** What cut a result short. */
export interface Limitation {
  readonly by: 'rows' | 'bytes' | 'seconds' | 'cells'
  /** The limit that was reached. */
  readonly at: number
  /** `only the first 1,000 rows were read`. */
  readonly text: string
}

/**
 * Says that a limit cut a result short.
 * @param count Rows that are there; of `cells` the values that were cut.
 */
export function limitation(by: Limitation['by'], at: number, count: number): Limitation {
  return { by, at, text: TEXTS[by](count, at) }
}

const TEXTS: Readonly<Record<Limitation['by'], (count: number, at: number) => string>> = {
  rows: (rows) => `only the first ${counted(rows, 'row')} were read`,
  bytes: (rows, at) => `only the first ${counted(rows, 'row')} were read: more would be over ${counted(at, 'byte')}`,
  seconds: (rows, at) => `only the first ${counted(rows, 'row')} came within ${counted(at, 'second')}`,
  cells: (values, at) => `${counted(values, 'value')} cut to ${counted(at, 'character')}`,
}

/** `1,000 rows`. */
export function counted(count: number, what: string): string {
  return `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`
}
