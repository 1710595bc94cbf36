import type { Page, Row } from '../../contracts/page.ts'
import { rowsOf } from '../../extract/rows-of.ts'
import type { HttpRequest, HttpResponse } from '../../http/request.ts'

/** A page of an API: its rows, and where they came from. */
export interface RestPage<R = Row> extends Iterable<R> {
  /** Parsed when they are first looked at. */
  readonly rows: readonly R[]
  readonly length: number
  /** The row at an index; from the end where it is negative. */
  at(index: number): R | undefined
  /** What was asked for, without credentials. */
  readonly request: HttpRequest
  /** URL, status and headers; the body is JSON, whatever it came as. */
  readonly response: HttpResponse
  /** Plain JSON: `resumeFrom` of a walk that goes on behind this page. */
  readonly position: unknown
  /** What a resource yields so that the rows are not parsed here. */
  readonly page: Page<R>
}

/** A page as `walkPages` gives it, with the answer that it was made from. */
export function restPage<R>(
  page: Page<R>,
  { request, response }: { readonly request: HttpRequest; readonly response: HttpResponse },
): RestPage<R> {
  let parsed: readonly R[] | undefined
  const rows = () => {
    parsed ??= rowsOf(page)
    return parsed
  }
  return {
    get rows() {
      return rows()
    },
    get length() {
      return rows().length
    },
    at: (index) => rows().at(index),
    [Symbol.iterator]: () => rows()[Symbol.iterator](),
    request,
    response,
    position: page.position,
    page,
  }
}
