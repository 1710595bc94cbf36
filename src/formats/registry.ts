import type { FileFormat } from '../capabilities/capabilities.ts'
import { InternalError } from '../errors/tolva-error.ts'
import { createCopyBinaryWriter } from './copy/binary-writer.ts'
import { createCopyTextWriter } from './copy/text-writer.ts'
import { createCsvWriter } from './csv/writer.ts'
import { createJsonlWriter } from './jsonl/writer.ts'
import { createParquetWriter } from './parquet/writer.ts'
import type { TableWriter, TableWriterOptions } from './table-writer.ts'

const WRITERS: Partial<Record<FileFormat, (options: TableWriterOptions) => TableWriter>> = {
  parquet: createParquetWriter,
  copy_binary: createCopyBinaryWriter,
  copy: createCopyTextWriter,
  jsonl: createJsonlWriter,
  csv: createCsvWriter,
}

/**
 * The writer of a job file format.
 * @throws InternalError `no_writer` for a format that only readers know.
 */
export function createTableWriter(format: FileFormat, options: TableWriterOptions): TableWriter {
  const create = WRITERS[format]
  if (create !== undefined) return create(options)
  throw new InternalError(`nothing writes job files as ${format}`, { code: 'no_writer' })
}
