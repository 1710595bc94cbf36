import type { Asked, Paging, Row } from './shape.ts'

interface Sizes {
  /** The parameter that says how many rows a page has. */
  readonly size?: string
  readonly usual: number
  readonly most: number
}

/** No pages: all rows at once. */
export const unpaged: Paging = {
  params: [],
  cut: (rows) => ({ offset: 0, size: rows.length, next: undefined }),
}

/** Pages with numbers from 1 on. */
export function numbered({ page, ...sizes }: Sizes & { readonly page: string }): Paging {
  return {
    params: [page, ...named(sizes)],
    cut(rows, { query }) {
      const [size, number] = [sizeOf(query, sizes), whole(query[page] ?? '1')]
      if (size === undefined || number === undefined || number < 1) return undefined
      return part(rows, { offset: (number - 1) * size, size, next: () => String(number + 1) })
    },
    nextQuery: (next, { query }) => ({ ...query, [page]: next }),
  }
}

/** Pages that begin so many rows from the start. */
export function fromOffset({ offset: param, ...sizes }: Sizes & { readonly offset: string }): Paging {
  return {
    params: [param, ...named(sizes)],
    cut(rows, { query }) {
      const [size, offset] = [sizeOf(query, sizes), whole(query[param] ?? '0')]
      if (size === undefined || offset === undefined) return undefined
      return part(rows, { offset, size, next: () => String(offset + size) })
    },
    nextQuery: (next, { query }) => ({ ...query, [param]: next }),
  }
}

/** Pages that begin behind the row with an id. */
export function behindId({ after, id, ...sizes }: Sizes & { readonly after: string; readonly id: string }): Paging {
  return {
    params: [after, ...named(sizes)],
    cut(rows, { query }) {
      const size = sizeOf(query, sizes)
      const last = query[after]
      const offset = last === undefined ? 0 : rows.findIndex((row) => row[id] === last) + 1
      if (size === undefined || (last !== undefined && offset === 0)) return undefined
      return part(rows, { offset, size, next: () => String(rows[offset + size - 1]?.[id]) })
    },
    nextQuery: (next, { query }) => ({ ...query, [after]: next }),
  }
}

/** Pages that begin where a token says, which the answer before gave; `inBody`: of a body in JSON. `alone`: with nothing but its size. */
export function byToken({
  token,
  inBody = false,
  alone = false,
  ...sizes
}: Sizes & { readonly token: string; readonly inBody?: boolean; readonly alone?: boolean }): Paging {
  return {
    params: [token, ...named(sizes)],
    cut(rows, asked) {
      const given = inBody ? textsOf(asked) : asked.query
      const size = sizeOf(given, sizes)
      const offset = given[token] === undefined ? 0 : offsetOf(given[token])
      const others = Object.keys(given).filter((name) => name !== token && name !== sizes.size)
      if (size === undefined || offset === undefined) return undefined
      if (alone && given[token] !== undefined && others.length > 0) return undefined
      return part(rows, { offset, size, next: () => tokenOf(offset + size) })
    },
    nextQuery: (next, { query }) => {
      const size = sizes.size === undefined ? undefined : query[sizes.size]
      if (!alone) return { ...query, [token]: next }
      return { [token]: next, ...(sizes.size !== undefined && size !== undefined && { [sizes.size]: size }) }
    },
  }
}

function part(
  rows: readonly Row[],
  { offset, size, next }: { readonly offset: number; readonly size: number; readonly next: () => string },
) {
  return { offset, size, next: offset + size < rows.length ? next() : undefined }
}

function named({ size }: Sizes): readonly string[] {
  return size === undefined ? [] : [size]
}

function sizeOf(given: Readonly<Record<string, string>>, { size, usual, most }: Sizes): number | undefined {
  const asked = size === undefined ? undefined : given[size]
  if (asked === undefined) return usual
  const number = whole(asked)
  return number === undefined || number < 1 || number > most ? undefined : number
}

function whole(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined
}

const tokenOf = (offset: number) => Buffer.from(`row:${offset}`).toString('base64url')

function offsetOf(token: string): number | undefined {
  const offset = /^row:(\d+)$/.exec(Buffer.from(token, 'base64url').toString())?.[1]
  return offset === undefined ? undefined : Number(offset)
}

/** Of a body, what a query would say. */
function textsOf({ body }: Asked): Readonly<Record<string, string>> {
  const scalars = Object.entries(body).filter(([, value]) => typeof value === 'string' || typeof value === 'number')
  return Object.fromEntries(scalars.map(([name, value]) => [name, String(value)]))
}
