import type { ConfigType } from '../config/secret.ts'
import type { ContractMode } from '../schema/contract.ts'
import type { Json, WriteDisposition } from '../schema/stored.ts'
import type { Answered, Asking } from './answered.ts'
import type { Context } from './context.ts'
import type { Incremental, IncrementalHandle } from './incremental.ts'
import type { Limit } from './limit.ts'
import type { Page, Row } from './page.ts'

/** A column hint as a user writes it: dlt's column keys in camelCase are translated at the edge, `x-` keys pass. */
export interface ColumnHint {
  /** `text`, `bigint`, `double`, `bool`, `timestamp`, `date`, `time`, `decimal`, `binary`, `json` or `wei`. */
  readonly dataType?: string
  /** False: NOT NULL. Default true. */
  readonly nullable?: boolean
  /** Digits of a decimal, bits of a bigint, length of a text, fraction digits of a timestamp. */
  readonly precision?: number
  /** Digits behind the point of a decimal. */
  readonly scale?: number
  /** False: a timestamp without time zone. Default true. */
  readonly timezone?: boolean
  /** Kept in the schema. */
  readonly description?: string
  /** True: part of the primary key. */
  readonly primaryKey?: boolean
  /** True: part of the key by which a merge deletes. */
  readonly mergeKey?: boolean
  /** True: its values are unique; a note for the destination. */
  readonly unique?: boolean
  /** True: the table is sorted by it, where the destination can. */
  readonly sort?: boolean
  /** True: the table is partitioned by it, where the destination can. */
  readonly partition?: boolean
  /** True: the table is clustered by it, where the destination can. */
  readonly cluster?: boolean
  /** True: a merge deletes rows for which it is true, or not null where it is no bool. */
  readonly hardDelete?: boolean
  /** Of several rows with one key in one load, which stays: the first by this order. */
  readonly dedupSort?: 'asc' | 'desc'
  /** True: it is the cursor; dlt marks it so. */
  readonly incremental?: boolean
  /** True: it holds the id of the row; dlt marks it so. */
  readonly rowKey?: boolean
  /** True: it holds the id of the row above; dlt marks it so. */
  readonly parentKey?: boolean
  /** True: it holds the id of the row of the topmost table; dlt marks it so. */
  readonly rootKey?: boolean
  /** True: it takes the values that do not fit another column; dlt marks it so. */
  readonly variant?: boolean
  readonly [extension: `x-${string}`]: Json | undefined
}

/** What is done about new tables, new columns and changed types: one mode for all three, or one each; absent: evolve. */
export type SchemaContract =
  | ContractMode
  | { readonly tables?: ContractMode; readonly columns?: ContractMode; readonly dataType?: ContractMode }

/** How far a schema may move, and what becomes of what does not fit. Run, resource, source, pipeline: the first that says something decides. */
export interface EvolutionHints {
  /** What is done about new tables, new columns and changed types: `evolve` (default), `freeze`, `discard_row`, `discard_value`, or one for each of `tables`, `columns`, `dataType`. */
  readonly schemaContract?: SchemaContract
  /**
   * true: a column changes to a wider type (bigint to double or decimal, longer decimals) where a value does not fit, instead
   * of getting a variant column, as long as nothing is lost. Default false, as dlt.
   */
  readonly widen?: boolean
  /** true: rows and values that the contract sets aside are kept in the table `_tolva_quarantine`. Default false. */
  readonly quarantine?: boolean
}

export interface ColumnName {
  /** Of the column, where columns are given as a list. */
  readonly name: string
}

export type Keys = string | readonly string[]

export interface DispositionOptions {
  readonly disposition: WriteDisposition
  readonly strategy?: string
  readonly [option: string]: Json | undefined
}

/** What is known of a resource's table before the first row. */
export interface Hints extends EvolutionHints {
  /** Instead of the resource's name. */
  readonly tableName?: string | ((row: Row) => string)
  /** Makes the table a child of that one. */
  readonly parentTableName?: string
  /** `append` (default), `replace`, `merge` or `skip`; as an object, with the strategy and its options. */
  readonly writeDisposition?: WriteDisposition | DispositionOptions
  /** By which fields a row is known again. */
  readonly primaryKey?: Keys
  /** By which fields a merge deletes what is there. */
  readonly mergeKey?: Keys
  /** What is known of columns before the first row. */
  readonly columns?: Readonly<Record<string, ColumnHint>> | readonly (ColumnHint & ColumnName)[]
  /** Format of the table, where the destination has several. */
  readonly tableFormat?: string
  /** Format of job files: `parquet` or `jsonl`. */
  readonly fileFormat?: string
  /** Which columns refer to which of other tables; kept in the schema. */
  readonly references?: Json
  /** Key: the child's key, or a path of keys joined by `.`. */
  readonly nestedHints?: Readonly<
    Record<
      string,
      Pick<Hints, 'columns' | 'primaryKey' | 'mergeKey' | 'writeDisposition' | 'references' | 'maxTableNesting'>
    >
  >
  /** Levels of nested tables; what is deeper stays json. Default: no limit. */
  readonly maxTableNesting?: number
  /** false: its pages are not kept on disk until they are sealed, so a run that stopped fetches them again. Default true. */
  readonly pageLog?: boolean
  /** Only rows that earlier runs have not loaded, told by a field that grows; looked at behind every map and filter. */
  readonly incremental?: Incremental
  readonly [extension: `x-${string}`]: Json | undefined
}

/** How pages of an API are found. */
export interface FoundPaging {
  readonly paginator: string
  /** Where the next page or the number of pages stands in an answer. */
  readonly path?: string
}

/** How reading the pages of an API came to its end by itself. */
export interface WalkEnd {
  readonly pages: number
  /** Rows that its answers held. */
  readonly rows: number
  /** How many there are, as the API says; absent: it does not. */
  readonly total?: number
  /** Why the only page may be one of several: `as many as limit=40 asks for`. */
  readonly full?: string
}

export interface ResourceContext extends Context {
  /** The resource's own part of the pipeline state: plain JSON, mutable while the resource runs, saved with its rows. */
  readonly state: Record<string, unknown>
  /** What all resources of the source share, saved likewise; the key `resources` is taken. */
  readonly sourceState: Record<string, unknown>
  readonly resource: string
  /** Of the resource, as they are in this run. */
  readonly hints?: Hints
  /** The contract that holds for the resource. */
  readonly contract?: SchemaContract
  /** Counts a row that is left out, with the reason. */
  readonly setAside?: (reason: string) => void
  /** true: rows are looked at one by one, so pages that come in columns are of no use. */
  readonly needsRows?: boolean
  /** Where the cursor stands, for a resource with the hint `incremental`. */
  readonly incremental?: IncrementalHandle
  /** Position of a page that an earlier run has; the pages behind it are wanted. Absent: all are. Only with `resumeKey`. */
  readonly resumeFrom?: unknown
  /** Takes what the user should know into the report of the run. */
  readonly warn?: (text: string) => void
  /** Told how the resource's pages are found, where that is not configured. */
  readonly onPaging?: (paging: FoundPaging) => void
  /** Told when the pages of a walk from its beginning are over. */
  readonly onWalkEnd?: (end: WalkEnd) => void
  /** Told of each answer that says that nothing has changed since the last run. */
  readonly onUnchanged?: () => void
  /** Told of the bytes of each page that was read and of which no row is left to be given out. */
  readonly onLeftOut?: (bytes: number) => void
  /** Told of each answer of an HTTP API, failures too, before its rows are given out; what it throws ends the walk. */
  readonly onAnswer?: (answer: Answered) => void
  /** Takes the place of reading an HTTP API: is handed the first request, and the way to ask with the declared client. */
  readonly instead?: (asking: Asking) => Promise<void>
}

/** How a dependent resource takes the rows of its parent one by one. */
export interface ByRow {
  /** Rows whose pages are fetched at the same time. */
  readonly parallel: number
  /** What the row is known by should its page be fetched again. */
  readonly keyOf: (row: Page<unknown>) => unknown
}

/** A lazily opened, immutable stream of pages plus hints. Every method returns a new resource. */
export interface Resource<Name extends string = string, R = Row> {
  readonly kind: 'resource'
  readonly name: Name
  readonly hints: Hints
  /** false: read only for those that depend on it. */
  readonly selected: boolean
  /** The resource whose pages this one transforms; undefined for an independent one. */
  readonly parent: Resource<string, unknown> | undefined
  /** true: some step needs rows as JavaScript values, so bodies are parsed the slow way. */
  readonly needsRows: boolean
  /** true: its next page is fetched while pages of others are awaited. */
  readonly parallel: boolean
  /** true: its next page may be asked for while one is worked on: it keeps nothing in its state that belongs to rows. */
  readonly fetchesAhead: boolean
  /**
   * Its pages have positions, plain JSON, and `open` goes on behind `context.resumeFrom`; so a run that stopped is gone on with.
   * The text says what positions mean: they are used only where it is the same. undefined: such a run starts anew.
   */
  readonly resumeKey: string | undefined
  /** A dependent resource that is opened with pages of one row of its parent each. */
  readonly byRow: ByRow | undefined
  /** Pages of an independent resource. A dependent one is opened with its parent's page. */
  open(context: ResourceContext, parentPage?: Page<unknown>): AsyncIterable<Page<R>>
  with(hints: Hints): Resource<Name, R>
  named<N extends string>(name: N): Resource<N, R>
  select(selected: boolean): Resource<Name, R>
  map<R2>(step: (row: R) => R2 | Promise<R2>): Resource<Name, R2>
  filter(step: (row: R) => boolean | Promise<boolean>): Resource<Name, R>
  flatMap<R2>(step: (row: R) => Iterable<R2> | AsyncIterable<R2>): Resource<Name, R2>
  /** A number counts pages. */
  limit(limit: number | Limit): Resource<Name, R>
  /** Its next page is fetched while pages of others are awaited; the order of all pages stays the same. */
  parallelize(choice?: boolean): Resource<Name, R>
  pipe<N extends string, R2>(transformer: Transformer<N, R, R2>): Resource<N, R2>
}

/** A resource that waits for its parent. */
export interface Transformer<Name extends string = string, In = Row, Out = Row> {
  readonly kind: 'transformer'
  readonly name: Name
  readonly hints: Hints
  /** As that of a resource: its pages have positions within a page of the parent. Absent: it goes on with whole pages only. */
  readonly resumeKey?: string
  transform(page: Page<In>, context: ResourceContext): AsyncIterable<Page<Out>>
}

export interface SourceHints extends EvolutionHints {
  /** true: all resources are fetched in parallel. */
  readonly parallel?: boolean
  readonly maxTableNesting?: number
  readonly rootKey?: boolean
  /** Naming convention of the source's schema, `snake_case` where absent. */
  readonly naming?: string
  /** `settings` of the schema that differ from the defaults: detections, preferred_types. */
  readonly settings?: Readonly<Record<string, Json>>
}

/** A group of resources that share one schema, named after the source. */
export interface Source<Name extends string = string, Resources extends string = string> {
  readonly kind: 'source'
  readonly name: Name
  readonly hints: SourceHints
  /**
   * Resolves configuration and secrets and returns the resources. Nothing is requested yet.
   * @param select Names that a run asks for, whatever is selected: their configuration must be there.
   */
  resources(config: ConfigReader, select?: readonly string[]): Promise<readonly Resource<string, unknown>[]>
  /** Only these, selected; an unknown name is an error that lists the known ones, raised when the source is opened. */
  pick(...names: readonly Resources[]): Source<Name, Resources>
}

/** Looks up one configuration value; explicit arguments have been tried before. */
export interface ConfigReader {
  /**
   * @param sections e.g. `['sources', 'chatbot_source']`; dlt's order of ever shorter sections is applied.
   * @param field snake_case.
   * @returns a `Secret` (or a table of them) for a secret, the plain value else, undefined when nothing was found.
   * @throws ConfigError code `missing_config` with the line to put in which file, where `required` and absent.
   */
  read(request: ConfigRequest): Promise<unknown>
  /** true: somebody wants to know what is asked for. What is read may be made up, and nothing is to be opened with it. */
  readonly asksOnly?: boolean
}

export interface ConfigRequest {
  readonly sections: readonly string[]
  readonly field: string
  readonly secret: boolean
  readonly required: boolean
  /** Type of a text from the environment; text where absent. */
  readonly type?: ConfigType
  /** Parts between the sections and the field: `['credentials']`. */
  readonly embedded?: readonly string[]
}
