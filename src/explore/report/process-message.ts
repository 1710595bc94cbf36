import { isRecord } from '../../values/is-record.ts'
import type { ReportEvent } from './report-event.ts'

/** What the process of a report is told. */
export interface ReportTask {
  /** Absolute. */
  readonly file: string
  /** Cells before it are passed over: they have run in a process that is gone. */
  readonly from: number
  /** Where working folders are; the library's default where absent. */
  readonly dataDir?: string
}

/** What it says: an event, or the files of the project that it is made of. */
export type ProcessMessage = ReportEvent | { readonly event: 'files'; readonly data: readonly string[] }

const EVENTS = ['begin', 'cell', 'end', 'failed', 'files']

/** A report may send messages of its own to its parent; those are none. */
export function isProcessMessage(message: unknown): message is ProcessMessage {
  return isRecord(message) && typeof message.event === 'string' && EVENTS.includes(message.event) && 'data' in message
}
