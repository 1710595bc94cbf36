import type { Dataset } from '../../dataset/dataset.ts'
import type { LimitedGrid } from '../../dataset/limited-grid.ts'
import type { ReadLimits } from '../../dataset/read-limits.ts'
import { dataTypeOf } from '../../dataset/value-reader.ts'
import { DestinationError } from '../../errors/tolva-error.ts'
import { quoteName } from '../../sql/quote-name.ts'
import type { DataType } from '../../values/kinds.ts'

/** Of a profile: who may stop it, and how long a file in use is waited for. */
export type ReadingOptions = Pick<ReadLimits, 'signal' | 'waitSeconds'>

export interface SubjectColumn {
  readonly name: string
  /** The engine's. */
  readonly type: string
  readonly dataType: DataType
  /** As SQL. */
  readonly quoted: string
}

/** A table that is looked at. */
export interface Subject {
  readonly rows: number
  readonly columns: readonly SubjectColumn[]
  /** What stands behind FROM: the table, or a sample of it. */
  readonly source: string
  /** The whole table, where `source` is a sample. */
  readonly whole: string | undefined
  read(sql: string, limits?: ReadLimits): Promise<LimitedGrid>
}

/** Values that are looked at: so many rows as that many columns make. */
const CELLS = 3_000_000
const FEWEST_ROWS = 10_000
const MOST_ROWS = 200_000
const LIMITS = { maxRows: 20_000, maxBytes: 50_000_000, maxCell: 300, seconds: 25 } as const

/** Looks how large a table is and how it is to be read. */
export async function openSubject(dataset: Dataset, table: string, options: ReadingOptions): Promise<Subject> {
  const read = (sql: string, limits: ReadLimits = {}) => dataset.sql(sql).limited({ ...LIMITS, ...options, ...limits })
  const { columns } = await dataset
    .table(table)
    .limit(0)
    .limited({ ...LIMITS, ...options })
  const name = quoteName(table)
  const rows = Number((await read(`SELECT COUNT(*) FROM ${name}`)).rows[0]?.[0] ?? 0)
  const most = Math.min(MOST_ROWS, Math.max(FEWEST_ROWS, Math.floor(CELLS / Math.max(1, columns.length))))
  const sample = rows > most ? await sampleOf(name, most / rows, read) : undefined
  return {
    rows,
    columns: columns.map((column) => ({
      name: column.name,
      type: column.type,
      dataType: dataTypeOf(column),
      quoted: quoteName(column.name),
    })),
    source: sample ?? name,
    whole: sample === undefined ? undefined : name,
    read,
  }
}

/** The same blocks each time, picked all over the table; where an engine has no TABLESAMPLE, the first rows. */
async function sampleOf(name: string, share: number, read: Subject['read']): Promise<string> {
  const percent = Math.max(0.001, share * 100).toFixed(3)
  // DuckDB wants the word, PostgreSQL must not see it.
  for (const amount of [`${percent} PERCENT`, percent]) {
    const sample = `${name} TABLESAMPLE SYSTEM (${amount}) REPEATABLE (1)`
    if (await givesRows(sample, read)) return sample
  }
  return `(SELECT * FROM ${name} LIMIT ${FEWEST_ROWS}) AS sample`
}

async function givesRows(sample: string, read: Subject['read']): Promise<boolean> {
  try {
    return Number((await read(`SELECT COUNT(*) FROM ${sample}`)).rows[0]?.[0] ?? 0) > 0
  } catch (error) {
    if (error instanceof DestinationError && error.code === 'bad_sql') return false
    throw error
  }
}
