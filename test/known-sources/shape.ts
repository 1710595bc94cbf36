/** A row or a part of one, as JSON. */
export type Json = unknown
export type Row = Readonly<Record<string, Json>>

/** A request as an endpoint of a shape sees it. */
export interface Asked {
  /** Parts of the path by name. */
  readonly path: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly body: Readonly<Record<string, Json>>
}

/** A part of the rows, and how the next part is asked for. */
export interface Part {
  readonly rows: readonly Row[]
  readonly offset: number
  readonly size: number
  readonly total: number
  /** What the next request gives: a token, a number, an id; undefined at the end. */
  readonly next: string | undefined
  /** The whole address of the next page, with the parameters that this one was asked with. */
  readonly nextUrl: string | undefined
}

/** How an endpoint cuts its rows; undefined: the request is not as documented. */
export interface Paging {
  /** The parameters that it takes, of the query or of the body. */
  readonly params: readonly string[]
  cut(rows: readonly Row[], asked: Asked): Omit<Part, 'rows' | 'nextUrl' | 'total'> | undefined
  /** The query of the next page: by default that of this one, with the next value put in. */
  readonly nextQuery?: (next: string, asked: Asked) => Readonly<Record<string, string>>
}

export interface Endpoint {
  /** Below the base path, `:name` for parts that are given. */
  readonly path: string
  readonly method?: 'GET' | 'POST'
  /** Documented parameters besides those of the paging. */
  readonly params?: readonly string[]
  readonly required?: readonly string[]
  /** undefined: there is nothing of that path. */
  readonly rows: (asked: Asked) => readonly Row[] | undefined
  readonly paging: Paging
  readonly body: (part: Part) => Json
  readonly headers?: (part: Part) => Readonly<Record<string, string>>
}

/** What the documentation of an API says, as far as it is asked here. */
export interface Shape {
  readonly name: string
  /** Where the endpoints begin. */
  readonly basePath: string
  /** The header that says who asks, its name in lower case, and what it holds of the secrets below. */
  readonly auth: { readonly header: string; readonly value: string }
  /** Other headers that a request must have, as they are sent; names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** How it answers to credentials that are wrong. */
  readonly refusal: { readonly status: number; readonly body: Json }
  /** What the person fills in. The account's part of the address is put in by the test. */
  readonly secrets: Readonly<Record<string, string>>
  readonly settings: Readonly<Record<string, string>>
  readonly endpoints: readonly Endpoint[]
  /** Rows of the tables after a whole load. */
  readonly counts: Readonly<Record<string, number>>
  /** Something that happens there after the first loads, and what the next load must bring. */
  readonly later?: {
    readonly happen: () => void
    readonly counts: Readonly<Record<string, number>>
    /** A condition that one row fulfils then, and none before. */
    readonly changed: { readonly table: string; readonly where: string }
  }
}

/** So many rows, made from 1 on. */
export function times<T>(count: number, make: (number: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, index) => make(index + 1))
}

/** So many minutes after the beginning of 2024, as most APIs write it: `2024-01-01T00:05:00Z`. */
export function moment(minutes: number): string {
  return new Date(Date.UTC(2024, 0, 1) + minutes * 60_000).toISOString().replace('.000', '')
}

/** The same in seconds since 1970. */
export function seconds(minutes: number): number {
  return Date.UTC(2024, 0, 1) / 1000 + minutes * 60
}
