import { ConfigError } from '../../errors/tolva-error.ts'
import { type HttpRequest, withHeader, withParam } from '../request.ts'
import { setInBody } from './set-in-body.ts'

/** Where the next request takes the cursor; one of the three. */
export interface CursorPlace {
  /** Query parameter; `cursor` by default. */
  readonly cursorParam?: string
  /** Dotted path in the JSON body, e.g. `variables.after`, or the field of a form. */
  readonly cursorBodyPath?: string
  /** Name of the request header. */
  readonly cursorHeader?: string
}

/**
 * A function that puts a cursor into a request.
 * @throws ConfigError where more than one place is given.
 */
export function cursorPlacer(
  paginator: 'cursor' | 'header_cursor',
  { cursorParam, cursorBodyPath, cursorHeader }: CursorPlace,
): (request: HttpRequest, cursor: string | number | boolean) => HttpRequest {
  const places = { cursor_param: cursorParam, cursor_body_path: cursorBodyPath, cursor_header: cursorHeader }
  const given = Object.entries(places).flatMap(([name, value]) => (value === undefined ? [] : [name]))
  if (given.length > 1) {
    throw new ConfigError(`the ${paginator} paginator has both ${given.join(' and ')}`, {
      code: 'invalid_config',
      hint: 'keep the one that the API reads',
    })
  }
  if (cursorBodyPath !== undefined) return (request, cursor) => setInBody(request, cursorBodyPath, cursor)
  if (cursorHeader !== undefined) return (request, cursor) => withHeader(request, cursorHeader, String(cursor))
  return (request, cursor) => withParam(request, cursorParam ?? 'cursor', String(cursor))
}
