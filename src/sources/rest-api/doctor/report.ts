/** What a look at a REST source found; plain data. */
export interface RestCheck {
  readonly source: string
  /** True: every resource that was looked at answers, and no page is lost. */
  readonly ok: boolean
  readonly resources: readonly ResourceCheck[]
}

/** What one or two pages of a resource show. */
export interface ResourceCheck {
  readonly resource: string
  readonly parent?: string
  readonly ok: boolean
  readonly requests: readonly SeenRequest[]
  readonly error?: { readonly code: string; readonly message: string; readonly hint?: string }
  readonly auth?: AuthFinding
  readonly rows?: RowsFinding
  readonly paging?: PagingFinding
  /** The likeliest first. */
  readonly keys: readonly KeyFinding[]
  /** The likeliest first. */
  readonly cursors: readonly CursorFinding[]
  /** Headers of the answer that speak of limits, by name. */
  readonly rateLimit: Readonly<Record<string, string>>
  /** Tables that a run would load; empty where nobody was asked to plan them. */
  readonly tables: readonly CheckedTable[]
  /** What fails or loses rows. */
  readonly problems: readonly string[]
  /** What is worth knowing. */
  readonly notes: readonly string[]
  readonly advice?: Advice
}

export interface SeenRequest {
  /** Without secrets. */
  readonly url: string
  /** 0: no answer. */
  readonly status: number
  readonly ms: number
}

export interface AuthFinding {
  /** Where credentials were put, never what they are: `header Authorization (Bearer)`. */
  readonly sent: readonly string[]
  /** Status of the answer to the configured request. */
  readonly status: number
  /** Status without credentials; absent where that was not asked. */
  readonly withoutStatus?: number
}

export interface RowsFinding {
  readonly selector: string
  readonly found: 'configured' | 'detected'
  /** Rows on the first page; undefined: the selector matches nothing. */
  readonly count: number | undefined
  /** Other lists of the answer. */
  readonly others: readonly ListCandidate[]
  /**
   * Keys of the whole answer that stand beside the list, where that was found only because it is the first one: then the answer
   * may be the row, and the list a part of it.
   */
  readonly beside?: readonly string[]
}

export interface ListCandidate {
  readonly selector: string
  readonly items: number
}

export interface PagingFinding {
  readonly paginator: string
  readonly found: 'configured' | 'detected'
  /** What of the answer says how to go on, or that there is no further page. */
  readonly evidence: string
  /** Rows on each page that was read. */
  readonly pages: readonly number[]
  /** The second page beside the first. */
  readonly secondPage: 'differs' | 'same' | 'overlaps' | 'empty' | 'not asked for'
  /** What the answer says of the number of all rows. */
  readonly total?: { readonly path: string; readonly rows: number }
}

export interface KeyFinding {
  readonly columns: readonly string[]
  /** Rows over which it was unique and never null. */
  readonly rows: number
}

export interface CursorFinding {
  readonly path: string
  readonly kind: 'time' | 'number'
  readonly order: 'asc' | 'desc' | 'none'
}

export interface CheckedTable {
  readonly name: string
  readonly parent?: string
  readonly columns: readonly { readonly name: string; readonly type: string }[]
}

/** What to write into the configuration. Keys are those of TypeScript. */
export interface Advice {
  readonly reasons: readonly string[]
  readonly config: { readonly name: string } & Readonly<Record<string, unknown>>
}
