/** What one exported function of a report gave. */
export interface ReportCell {
  readonly name: string
  /** `Users by country` of `usersByCountry`, or what the report says. */
  readonly title: string
  readonly ms: number
  /** What it printed. */
  readonly printed?: string
  readonly output: CellOutput
}

export type CellOutput =
  | {
      readonly kind: 'text'
      readonly markdown: string
      /** The same as HTML that may stand in a page. */
      readonly html: string
    }
  | {
      readonly kind: 'rows'
      readonly columns: readonly { readonly name: string; readonly type?: string }[]
      readonly rows: readonly (readonly unknown[])[]
      /** More rows came than are shown. */
      readonly more: boolean
    }
  | {
      readonly kind: 'chart'
      /** Vega-Lite, as the cell gave it. */
      readonly spec: Readonly<Record<string, unknown>>
      /** What is drawn. */
      readonly vega: Readonly<Record<string, unknown>>
    }
  | {
      readonly kind: 'error'
      readonly code: string
      readonly message: string
      readonly hint?: string
      readonly stack?: string
    }

/** A run of a report: `begin`, a `cell` each, `end`; or `failed` where it could not be run at all. */
export type ReportEvent =
  | {
      readonly event: 'begin'
      readonly data: { readonly title: string; readonly pipeline?: string; readonly cells: readonly string[] }
    }
  | { readonly event: 'cell'; readonly data: ReportCell }
  | { readonly event: 'end'; readonly data: { readonly ms: number } }
  | {
      readonly event: 'failed'
      readonly data: { readonly code: string; readonly message: string; readonly hint?: string }
    }
