import type { Table as ArrowTable } from 'apache-arrow'
import type { ColumnTable } from 'arquero'
import type { Loader, SealedOptions } from '../contracts/destination.ts'
import type { Row } from '../contracts/page.ts'
import { ConfigError } from '../errors/tolva-error.ts'
import { checkCondition, type Operator } from './condition.ts'
import { findTable, type Schemas } from './dataset-schema.ts'
import type { Exported, ExportOptions } from './export/export-rows.ts'
import { type LimitedGrid, limitedGrid } from './limited-grid.ts'
import { loadPath } from './load-path.ts'
import type { QueryDialect, QueryValue } from './query-dialect.ts'
import { checkLimit, checkPlan, countSql, planSql, type QueryPlan } from './query-plan.ts'
import type { OpenChunks } from './read-in-time.ts'
import { type FullLimits, fullLimits, type ReadLimits } from './read-limits.ts'
import { dataTypeOf, type ReadOptions, type ResultColumn, valueReader } from './value-reader.ts'

/** The row after `select`: the columns that were named; where columns are unknown, any. */
export type Selected<R, All, Name extends keyof All> = string extends keyof All
  ? R
  : R extends All
    ? Pick<All, Name>
    : R & Pick<All, Name>

/**
 * A query that runs when it is read. Every method but the reading ones returns a new relation.
 *
 * `R` is the row that comes, `All` the row of the table, whose columns may be named.
 */
export interface Relation<R = Row, All = R> extends AsyncIterable<R> {
  select<Name extends keyof All & string>(...columns: readonly Name[]): Relation<Selected<R, All, Name>, All>
  /** Joined by AND with what stands there: `where('id', 'gt', 5)`, or equality: `where({ kind: 'user' })`. */
  where(column: keyof All & string, operator: Operator, value: QueryValue | readonly QueryValue[]): Relation<R, All>
  where(equal: { readonly [Name in keyof All & string]?: QueryValue }): Relation<R, All>
  /**
   * Only rows that this load brought; rows of nested tables by the rows that they belong to.
   * @throws ConfigError code `table_without_load_id`, when it is read.
   */
  ofLoad(loadId: string): Relation<R, All>
  /** Called again it adds a lesser column. Ascending by default. */
  orderBy(column: keyof All & string, direction?: 'asc' | 'desc'): Relation<R, All>
  limit(rows: number): Relation<R, All>
  /** Passes over so many of the rows that would come, before `limit`. Called again it adds up. */
  offset(rows: number): Relation<R, All>
  /** The first rows, 5 by default. */
  head(rows?: number): Relation<R, All>
  rows(options?: ReadOptions): Promise<R[]>
  /** Undefined where there is none. */
  first(options?: ReadOptions): Promise<R | undefined>
  count(): Promise<number>
  /** Rows as they come, in constant memory; `for await` over the relation itself does this with default options. */
  stream(options?: ReadOptions): AsyncIterable<R>
  /** Names and types of the columns, and rows as arrays; for tables on a screen and for duplicate column names. */
  grid(options?: GridOptions): Promise<Grid>
  /**
   * The same within limits, in values that JSON can hold; what cut it short is said. The database is opened read-only, without
   * a way to files or settings, and is not waited for while it is in use.
   * @throws DestinationError code `query_timeout`, `duckdb_file_held`.
   */
  limited(limits?: ReadLimits): Promise<LimitedGrid>
  /**
   * Writes the rows as a file, csv or Parquet, in constant memory. Default limits: 1,000,000 rows, 500 MB of text, 25 seconds; the
   * answer says what cut it short. Opened as for `limited`.
   */
  export(options: ExportOptions, limits?: Omit<ReadLimits, 'maxCell'>): Promise<Exported>
  /** An Apache Arrow table; needs the optional package apache-arrow. Decimals and times are texts in it. */
  arrow(): Promise<ArrowTable>
  /** An Arquero table; needs the optional package arquero. Decimals are numbers in it, timestamps and dates `Date`s. */
  df(): Promise<ColumnTable>
  /** The statement as it could run anywhere: tables with the dataset's name. */
  toSql(): Promise<string>
}

/** `maxRows`: rows beyond it are not read; all by default. */
export interface GridOptions extends ReadOptions {
  readonly maxRows?: number
}

/** A result as a screen shows it. */
export interface Grid {
  readonly columns: readonly ResultColumn[]
  readonly rows: readonly (readonly unknown[])[]
  /** true: there were more rows than `maxRows`. */
  readonly more: boolean
}

/** The part of a loader that reading needs. */
export interface ReadingLoader extends AsyncDisposable {
  columns: Loader['columns']
  stream: Loader['stream']
}

/** What bounds a query. */
interface Bounds {
  readonly sealed: SealedOptions
  readonly signal: AbortSignal
  /** Called when the database is open. */
  readonly begin: () => void
  /** true: json stays the text that it is. */
  readonly jsonText: boolean
}

/** What a relation needs from its dataset. */
export interface RelationContext {
  readonly dataset: string
  readonly dialect: QueryDialect
  /** Opens a reading connection; it is closed after each query. */
  connect(options?: { readonly sealed: SealedOptions }): Promise<ReadingLoader>
  schemas(): Promise<Schemas>
}

/** Creates the relation of a plan. Unknown tables and columns fail before anything is sent. */
export function createRelation(plan: QueryPlan, context: RelationContext): Relation {
  const change = (part: Partial<QueryPlan>) => createRelation({ ...plan, ...part }, context)

  async function tableOf() {
    if (!('table' in plan.from)) return undefined
    const table = findTable(await context.schemas(), plan.from.table)
    checkPlan(plan, table)
    return table
  }

  async function* chunks(sql: string, options: ReadOptions & Partial<Bounds>) {
    const table = await tableOf()
    const { sealed, signal, begin } = options
    await using loader = await context.connect(sealed && { sealed })
    begin?.()
    const stream = await loader.stream(sql, 'params' in plan.from ? plan.from.params : [], signal)
    const columns = stream.columns.map((column) => ({
      ...column,
      dataType: table?.columns.get(column.name)?.data_type,
    }))
    const readers = columns.map((column) =>
      options.jsonText && dataTypeOf(column) === 'json' ? (value: unknown) => value : valueReader(column, options),
    )
    yield { columns, rows: [] }
    for await (const chunk of stream) {
      yield { columns, rows: chunk.map((row) => row.map((value, i) => readers[i]?.(value))) }
    }
  }

  async function ready(): Promise<QueryPlan> {
    const { from, loadId } = plan
    if (loadId === undefined) return plan
    const schemas = await context.schemas()
    const name = 'table' in from ? findTable(schemas, from.table).name : 'a statement'
    return { ...plan, load: loadPath(schemas, name, loadId) }
  }

  // Names stand alone here because the loader looks them up in its dataset: with the dataset's name they would be ambiguous in a
  // DuckDB file that is called like the dataset.
  const ownSql = async (part: Partial<QueryPlan> = {}) =>
    planSql({ ...(await ready()), ...part }, undefined, context.dialect)

  async function* stream(options: ReadOptions = {}): AsyncGenerator<Row> {
    for await (const { columns, rows } of chunks(await ownSql(), options)) {
      for (const row of rows) yield Object.fromEntries(columns.map(({ name }, i) => [name, row[i]]))
    }
  }

  async function grid(options: GridOptions = {}): Promise<Grid> {
    const { maxRows = Number.POSITIVE_INFINITY } = options
    let columns: readonly ResultColumn[] = []
    const all: unknown[][] = []
    for await (const chunk of chunks(await ownSql(), options)) {
      columns = chunk.columns
      for (const row of chunk.rows) {
        if (all.length === maxRows) return { columns, rows: all, more: true }
        all.push(row)
      }
    }
    return { columns, rows: all, more: false }
  }

  async function limited(asked?: ReadLimits): Promise<LimitedGrid> {
    const limits = fullLimits(asked)
    const { sql, open } = await bounded(limits, {})
    return limitedGrid(sql, limits, open)
  }

  async function bounded(limits: FullLimits, how: Partial<Bounds>) {
    const sealed = { waitMs: limits.waitSeconds * 1_000, statementMs: limits.seconds * 1_000 }
    // One row beyond the limit tells that there are more.
    const most = Math.min(plan.limit ?? Number.POSITIVE_INFINITY, limits.maxRows + 1)
    const sql = await ownSql('sql' in plan.from ? {} : { limit: most })
    const open: OpenChunks = (signal, begin) => chunks(sql, { ...how, bigint: 'bigint', sealed, signal, begin })
    return { sql, open }
  }

  async function exportTo(options: ExportOptions, asked: ReadLimits = {}): Promise<Exported> {
    const limits = fullLimits({ maxRows: 1_000_000, maxBytes: 500_000_000, seconds: 25, ...asked })
    const { open } = await bounded(limits, { jsonText: true })
    return (await import('./export/export-rows.ts')).exportRows(options, limits, open)
  }

  async function toSql() {
    await tableOf()
    return planSql(await ready(), context.dataset, context.dialect)
  }

  return {
    select: (...columns) => change({ columns: [...plan.columns, ...columns] }),
    where: (
      first: string | { readonly [column: string]: QueryValue | undefined },
      operator?: Operator,
      value?: QueryValue | readonly QueryValue[],
    ) => {
      const added =
        typeof first === 'string'
          ? [{ column: first, operator: operator ?? 'eq', value: value ?? null }]
          : Object.entries(first).map(([column, equal]) => ({
              column,
              operator: 'eq' as const,
              value: given(column, equal),
            }))
      added.forEach(checkCondition)
      return change({ conditions: [...plan.conditions, ...added] })
    },
    ofLoad: (loadId) => change({ loadId }),
    orderBy(column, direction = 'asc') {
      if (direction !== 'asc' && direction !== 'desc') {
        throw new ConfigError(`unknown direction ${direction}`, { code: 'bad_direction', hint: "use 'asc' or 'desc'" })
      }
      return change({ order: [...plan.order, { column, direction }] })
    },
    limit: (rows) => change({ limit: Math.min(checkLimit(rows), plan.limit ?? rows) }),
    offset: (rows) => change({ offset: plan.offset + checkLimit(rows, 'offset') }),
    head: (rows = 5) => change({ limit: Math.min(checkLimit(rows), plan.limit ?? rows) }),
    async rows(options) {
      const all: Row[] = []
      for await (const row of stream(options)) all.push(row)
      return all
    },
    async first(options) {
      for await (const row of change({ limit: Math.min(1, plan.limit ?? 1) }).stream(options)) return row
      return undefined
    },
    async count() {
      for await (const { rows } of chunks(countSql(await ready(), context.dialect), {})) {
        const count = rows[0]?.[0]
        if (count !== undefined) return Number(count)
      }
      return 0
    },
    stream,
    grid,
    limited,
    export: exportTo,
    arrow: async () => (await import('./arrow-table.ts')).arrowTable(await grid({ bigint: 'bigint' })),
    df: async () => (await import('./arquero-table.ts')).arqueroTable(await grid({ bigint: 'bigint' })),
    toSql,
    [Symbol.asyncIterator]: () => stream(),
  }
}

/** What a typing error leaves undefined must not become a search for null. */
function given(column: string, value: QueryValue | undefined): QueryValue {
  if (value !== undefined) return value
  throw new ConfigError(`where got no value for column ${column}`, {
    code: 'bad_condition',
    hint: 'Give a value; null finds rows without one.',
    context: { column },
  })
}
