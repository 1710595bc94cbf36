import type { Dataset } from '../../dataset/dataset.ts'
import type { TableProfile } from '../profile/table-profile.ts'

/** One row of a query, ready for a chart: decimals are numbers, json is parsed, times are ISO texts. */
export type ReportRow = Readonly<Record<string, unknown>>

/**
 * What a cell is handed.
 *
 * @example
 * export async function usersPerDay({ sql }: ReportContext) {
 *   const values = await sql`select cast(created_at as date) as day, count(*) as users from users group by 1 order by 1`
 *   return { mark: 'bar', data: { values }, encoding: { x: { field: 'day', type: 'temporal' }, y: { field: 'users', type: 'quantitative' } } }
 * }
 */
export interface ReportContext {
  /** Of the pipeline that the report names. */
  readonly dataset: Dataset
  /** One reading statement; what stands in `${…}` becomes a parameter. Tables go by their own names. */
  sql(text: TemplateStringsArray, ...params: readonly unknown[]): Promise<ReportRow[]>
  sql(text: string, params?: readonly unknown[]): Promise<ReportRow[]>
  /** What a table holds, column by column. */
  profile(table: string): Promise<TableProfile>
}

/** An exported function of a report: gives rows, a text in markdown, or a Vega-Lite spec. */
export type Cell = ((context: ReportContext) => unknown) & {
  /** Shown above it; else its name in words. */
  title?: string
}
