import { DestinationError } from '../errors/tolva-error.ts'
import { diskError } from './disk-error.ts'

interface Kind {
  readonly pattern: RegExp
  readonly code: string
  readonly retry: boolean
  readonly hint: string
}

const KINDS: readonly Kind[] = [
  {
    pattern: /^Constraint Error/,
    code: 'constraint_violated',
    retry: false,
    hint: 'Correct the rows, or make the column nullable in the columns hint and in the table.',
  },
  {
    pattern: /^(Invalid Input Error: )?(Conversion|Out of Range) Error/,
    code: 'value_does_not_fit',
    retry: false,
    hint: 'The table has another column type than the schema: give the column a data_type that fits, or rename it.',
  },
  {
    pattern: /^TransactionContext Error.*(conflict|another transaction)/is,
    code: 'write_conflict',
    retry: true,
    hint: 'Another connection changed the same table; run again.',
  },
  {
    pattern: /^Catalog Error/,
    code: 'undefined_relation',
    retry: false,
    hint: 'Check the name of the table and of the dataset.',
  },
  { pattern: /^(Binder|Parser|Syntax) Error/, code: 'bad_sql', retry: false, hint: 'Correct the SQL statement.' },
  {
    pattern: /^Out of Memory Error/,
    code: 'out_of_memory',
    retry: false,
    hint: 'Close other programs or use a machine with more memory, keep disk space free beside the DuckDB file, and run again.',
  },
  {
    pattern: /^IO Error/,
    code: 'io_error',
    retry: true,
    hint: 'Check the disk, and that the file can be read and written, then run again.',
  },
]

/** Turns what DuckDB threw into a DestinationError that says what to do; other errors pass as they are. */
export function databaseError(error: unknown, context: { readonly file: string; readonly table?: string }): unknown {
  if (!(error instanceof Error) || error instanceof DestinationError || !/^[A-Z][\w ]* Error: /.test(error.message)) {
    return error
  }
  const fault = diskError(error, context.file)
  if (fault !== undefined) return fault
  const kind = KINDS.find((candidate) => candidate.pattern.test(error.message))
  const message = error.message.split('\n\nLINE ', 1)[0] ?? error.message
  return new DestinationError(context.table === undefined ? message : `table ${context.table}: ${message}`, {
    code: kind?.code ?? 'database_error',
    hint: kind?.hint ?? 'Read the message of DuckDB above.',
    retry: kind?.retry ?? false,
    context,
    cause: error,
  })
}
