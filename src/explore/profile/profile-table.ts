import type { Dataset } from '../../dataset/dataset.ts'
import { type ColumnFacts, columnFacts } from './column-facts.ts'
import { columnRemarks } from './column-remarks.ts'
import { type Frequent, frequentValues } from './frequent-values.ts'
import { personalData } from './personal-data.ts'
import { someValues } from './some-values.ts'
import { openSubject, type ReadingOptions } from './subject.ts'
import type { ColumnProfile, TableProfile } from './table-profile.ts'

/** Values of a column that are shown. */
const SHOWN = 5
/** Columns that dlt adds: ids, of which nothing is to be said. */
const OWN = /^_dlt_/

/**
 * What a table holds, column by column: a handful of statements, however many columns it has. Of a large table a sample is
 * looked at; only the smallest and largest numbers and times are those of all rows.
 */
export async function profileTable(
  dataset: Dataset,
  table: string,
  options: ReadingOptions = {},
): Promise<TableProfile> {
  const { waitSeconds, signal } = options
  await using _ = await dataset.within(waitSeconds === undefined ? {} : { waitSeconds }).hold()
  signal?.throwIfAborted()
  const subject = await openSubject(dataset, table, options)
  const { rows, columns } = subject
  const facts = await columnFacts(subject)
  const { sampled } = facts
  const frequent = await frequentValues(subject, facts.columns)
  const texts = await someValues(subject)
  return {
    table,
    rows,
    sampled,
    columns: columns.map(({ name, type }, i) =>
      profileOf(
        { table, name, type },
        {
          facts: facts.columns[i] ?? NO_FACTS,
          frequent: frequent.get(name) ?? [],
          texts: texts.get(name) ?? [],
          isSample: sampled < rows,
        },
      ),
    ),
  }
}

const NO_FACTS: ColumnFacts = { kind: 'text', filled: 0, nulls: 0, distinct: 0 }

interface Seen {
  readonly facts: ColumnFacts
  readonly frequent: readonly Frequent[]
  readonly texts: readonly string[]
  readonly isSample: boolean
}

function profileOf(
  column: { readonly table: string; readonly name: string; readonly type: string },
  { facts, frequent, texts, isSample }: Seen,
): ColumnProfile {
  const { name, type } = column
  const { kind, nulls, distinct, min, max, mean } = facts
  const isOwn = OWN.test(name)
  const personal = isOwn ? undefined : personalData({ ...column, kind, filled: facts.filled }, texts)
  return {
    name,
    type,
    nulls,
    distinct,
    approximate: isSample,
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(mean !== undefined && { mean }),
    top: frequent.slice(0, SHOWN),
    ...(personal !== undefined && { personal }),
    remarks: isOwn ? [] : columnRemarks(name, { facts, frequent, texts }),
  }
}
