import { isRecord } from '../../values/is-record.ts'

/** How far one opening of a resource was read: plain JSON, so that another run can go on from here. */
export interface Reading {
  /** Pages that are in, together with all that depends on them. */
  readonly pages: number
  /** Position of the last of them; absent: the beginning. */
  readonly position?: unknown
  /** It has no further page. */
  readonly done?: true
  /** The next page is in, and of what depends on it so much, by the name of the dependent resource. */
  readonly inside?: Readonly<Record<string, InsideReading>>
  /** Where its cursor stood when it was opened; absent: it has none. */
  readonly opened?: CursorPlace
}

/** The values of a cursor that requests are made with. */
export interface CursorPlace {
  readonly openedAt: unknown
  readonly lastValue: unknown
}

/** How far a dependent resource was read for one page of its parent. */
export interface InsideReading {
  /** Rows of the page that it is done with; 0 where it takes pages as a whole. */
  readonly rows: number
  /** Key of the last of these rows, by which it is found again should the page have changed. */
  readonly lastKey?: string
  /** It is done with the page. */
  readonly done?: true
  /** Where it stands in the next row, or in the page as a whole. */
  readonly at?: Reading
  /** Key of that row. */
  readonly atKey?: string
  /** Last value of its cursor when the page came. */
  readonly openedAt?: unknown
}

/** The same while it is read. */
export interface OpenReading {
  pages: number
  position?: unknown
  done?: true
  inside?: Record<string, OpenInside>
  opened?: CursorPlace
}

export interface OpenInside {
  rows: number
  lastKey?: string
  done?: true
  at?: OpenReading
  atKey?: string
  openedAt?: unknown
}

/** A reading to be gone on from. */
export function openReading(from: Reading | undefined): OpenReading {
  return from === undefined ? { pages: 0 } : structuredClone(from)
}

/** One more page is in, with all that depends on it. */
export function step(reading: OpenReading, position: unknown): void {
  reading.pages++
  reading.position = position
  delete reading.inside
}

/** How far a dependent resource was read for the page that is in. */
export function insideOf(reading: OpenReading, dependent: string): OpenInside {
  reading.inside ??= {}
  const known = reading.inside[dependent] ?? { rows: 0 }
  reading.inside[dependent] = known
  return known
}

/** Whether anything was read at all. */
export function isBegun({ pages, done, inside }: Reading): boolean {
  return pages > 0 || done !== undefined || inside !== undefined
}

/** A state's text as a reading; undefined: it is none. */
export function readReading(value: unknown): Reading | undefined {
  return isReading(value) ? value : undefined
}

function isReading(value: unknown): value is Reading {
  if (!isRecord(value) || typeof value.pages !== 'number') return false
  return value.inside === undefined || (isRecord(value.inside) && Object.values(value.inside).every(isInside))
}

function isInside(value: unknown): value is InsideReading {
  return isRecord(value) && typeof value.rows === 'number' && (value.at === undefined || isReading(value.at))
}
