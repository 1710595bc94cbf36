/** Where reading a resource stops, whichever comes first. A page is never cut. */
export interface Limit {
  /** Empty pages count. */
  readonly pages?: number
  /** No page is asked for after so many seconds. */
  readonly seconds?: number
  /** No page is asked for once so many rows were read. */
  readonly rows?: number
}
