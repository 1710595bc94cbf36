import type { HttpResponse } from '../../../http/request.ts'

/** A kind of body that is not JSON, and how it becomes JSON. */
export interface BodyFormat<Options> {
  /** True for the content types (lower case, without parameters) that answers in it have. */
  matches(contentType: string): boolean
  /**
   * The body as one JSON document, which selectors, paginators and the kernel read.
   * @throws BodyProblem where it is not what it should be.
   */
  toJson(response: HttpResponse, options: Options, rows: RowsWanted): Uint8Array | Promise<Uint8Array>
}

/** What is known of the rows before an answer. */
export interface RowsWanted {
  /** Path to them; undefined: not configured, and not found yet. */
  readonly selector: string | undefined
  /** True for a column whose type the resource's hints say: its values stay as they are spelled. */
  readonly isHinted: (column: string) => boolean
}

/** What is wrong with a body, in words that follow "answered with". */
export class BodyProblem extends Error {
  readonly code: string
  readonly hint: string

  constructor(what: string, details: { readonly code: string; readonly hint: string }) {
    super(what)
    this.name = 'BodyProblem'
    this.code = details.code
    this.hint = details.hint
  }
}
