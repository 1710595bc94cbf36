import type { FileFormat } from '../capabilities/capabilities.ts'
import type { Spelling } from './table-writer.ts'

/** Whether files of a format are compressed as a whole; the names of such end with `.gz`. */
export function isGzipped(format: FileFormat, spelling: Spelling | undefined): boolean {
  return spelling === 'exchange' && (format === 'jsonl' || format === 'csv')
}
