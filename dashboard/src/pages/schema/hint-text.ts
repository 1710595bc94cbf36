const TEXTS: Readonly<Record<string, string>> = {
  primary_key: 'A key: rows with the same one are the same row to a merge, and to a cursor.',
  merge_key: 'A merge first deletes the rows that have the same one.',
  unique: 'Each value should be there once.',
  row_key: 'Tells the rows of this table apart.',
  parent_key: 'The row that this one is nested in.',
  root_key: 'The row of the root table that this one belongs to.',
  incremental: 'A cursor: a run goes on from the greatest value that the last one saw.',
  dedup_sort: 'Of several rows with one key, the order of this column says which stays.',
  hard_delete: 'A row in which this is set is deleted by a merge.',
  cluster: 'Rows are stored in its order.',
  partition: 'Rows are stored in parts by its value.',
  sort: 'Rows are sorted by it.',
  timezone: 'Times with or without their zone.',
  precision: 'How many digits or bytes it holds.',
  scale: 'How many digits stand behind the point.',
  variant: 'Took the values that did not fit the column it is named after.',
  'x-active-record-timestamp': 'Since when, or until when, a version of a row holds (scd2).',
}

/** What a hint of a column means, in a sentence. */
export function hintText(hint: string): string {
  return (
    TEXTS[hint] ??
    (hint.startsWith('x-') ? 'A hint of your own; tolva keeps it and does nothing with it.' : 'A hint of the schema.')
  )
}
