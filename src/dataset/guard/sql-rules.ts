/** What a statement of somebody else may name. All names in lower case. */
export interface SqlRules {
  readonly dataset: string
  readonly tables: ReadonlySet<string>
  readonly functions: ReadonlySet<string>
  /** Functions that stand where a table does. */
  readonly tableFunctions: ReadonlySet<string>
  /** Names that the engine looks for elsewhere first, so that they are never a table of the dataset or of the statement. */
  readonly taken?: RegExp
  /** A schema of the engine in which its functions stand. */
  readonly functionSchema: string
  /** true: a database may stand before the dataset. */
  readonly databases: boolean
  /** true: DESCRIBE, SHOW and SUMMARIZE are queries. */
  readonly describes: boolean
}
