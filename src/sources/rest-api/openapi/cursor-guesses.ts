import type { Field } from './fields-of.ts'
import type { Guess } from './guess.ts'
import { jsonPathOf } from './json-path-of.ts'
import { pageSize } from './page-size.ts'
import { PAGING, pagingName } from './paging-names.ts'
import { hasMore, type Paging, type Signs } from './paging-signs.ts'
import type { Parameter } from './read-operations.ts'

/** Paging by a value of the answer. */
export function cursor(signs: Signs): Guess<Paging> | undefined {
  for (const param of signs.query.filter(({ name }) => PAGING.cursor.test(pagingName(name)))) {
    const source = cursorField(param, signs.fields)
    if (source === undefined) continue
    const path = jsonPathOf(source.keys)
    const more = hasMore(signs)
    return {
      value: {
        paginator: { type: 'cursor', cursorPath: path, cursorParam: param.name, ...more.option },
        ...pageSize(signs),
      },
      reason: `the answer has at ${path} what parameter ${param.name} takes${more.text}`,
    }
  }
  return undefined
}

/** The key of the same name, `next_<name>`, or another that is commonly called so. */
function cursorField(param: Parameter, fields: readonly Field[]): Field | undefined {
  const name = pagingName(param.name)
  const scalars = fields.filter(({ facts }) => facts.kind === 'scalar' && !facts.types.includes('boolean'))
  const called = (test: (key: string, above: string) => boolean) =>
    scalars.find(({ keys }) => test(pagingName(keys.at(-1) ?? ''), pagingName(keys.at(-2) ?? '')))
  return (
    called((key) => key === `next_${name}`) ??
    called((key) => /^next_(cursor|token|page_token|marker|page|continuation_token|key|id|offset)$/.test(key)) ??
    called((key, above) => key === name && !/^prev/.test(above)) ??
    called(
      (key, above) =>
        /^(end_cursor|cursor|continuation_token|continuation|next_link_token|scroll_id|marker|next|after)$/.test(key) &&
        !/^prev/.test(above),
    )
  )
}

/** Paging by a value of a header. */
export function headerCursor(signs: Signs): Guess<Paging> | undefined {
  const param = signs.query.find(({ name }) => PAGING.cursor.test(pagingName(name)))
  const header = signs.headers.find(
    (name) => /next.*(cursor|token|page|marker)|cursor|continuation/.test(name) && !/prev/.test(name),
  )
  if (param === undefined || header === undefined) return undefined
  return {
    value: { paginator: { type: 'header_cursor', cursorKey: header, cursorParam: param.name }, ...pageSize(signs) },
    reason: `the answer has in the header ${header} what parameter ${param.name} takes`,
  }
}

/** Paging by the id of the last row. */
export function lastRowCursor(signs: Signs): Guess<Paging> | undefined {
  const { rows } = signs
  const param = signs.query.find(({ name, description }) => {
    const word = pagingName(name)
    if (/^(starting_after|after_id|since_id|last_id|start_after)$/.test(word)) return true
    return /^(after|since|from_id|cursor)$/.test(word) && /\b(id|last)\b[^.]*\b(last|previous|id)\b/i.test(description)
  })
  if (param === undefined || rows.keys === undefined || !rows.row.properties.has('id')) return undefined
  const path = `${rows.keys.length === 0 ? '$' : jsonPathOf(rows.keys)}[-1].id`
  const more = hasMore(signs)
  return {
    value: {
      paginator: {
        type: 'cursor',
        cursorPath: path,
        cursorParam: param.name,
        stopAfterEmptyPage: true,
        ...more.option,
      },
      ...pageSize(signs),
    },
    reason: `parameter ${param.name} takes the id of the last row${more.text}`,
  }
}
