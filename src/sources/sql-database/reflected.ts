import type { ColumnHint } from '../../contracts/resource.ts'

/** The part of a column hint that its type in the database decides. */
export type ReflectedType = Pick<ColumnHint, 'dataType' | 'precision' | 'scale' | 'timezone'>

/** A column as the database has it. */
export interface ReflectedColumn {
  readonly name: string
  readonly nullable: boolean
  /** Its type in the database's own words. */
  readonly sqlType: string
  /** What dlt's reflection makes of the type; undefined: the type is taken from the data. */
  readonly type: ReflectedType | undefined
  /** What `full_with_precision` adds. */
  readonly precision?: number | undefined
}

/** A table or view as the database has it. */
export interface ReflectedTable {
  /** undefined: the database's default one. */
  readonly schema: string | undefined
  readonly name: string
  readonly columns: readonly ReflectedColumn[]
  /** In the order of the key. */
  readonly primaryKey: readonly string[]
}

/** How much of the database is taken over: dlt's words. */
export type ReflectionLevel = 'minimal' | 'full' | 'full_with_precision'
