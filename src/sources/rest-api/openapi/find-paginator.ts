import type { PaginatorConfig } from '../../../http/paginators/registry.ts'
import { type Field, fieldsOf } from './fields-of.ts'
import type { Rows } from './find-rows.ts'
import type { Guess } from './guess.ts'
import { jsonPathOf } from './json-path-of.ts'
import { PAGING, pagingName } from './paging-names.ts'
import type { Operation, Parameter } from './read-operations.ts'
import type { ReadSchema, SchemaFacts } from './schema-facts.ts'

/** How an endpoint goes on, and the page size that it is asked for where the paginator does not send one. */
export interface Paging {
  readonly paginator: PaginatorConfig | undefined
  readonly params: Readonly<Record<string, number>>
  /** What may be wrong and would not be noticed. */
  readonly doubt: string | undefined
}

/** What the guesses look at. */
interface Signs {
  readonly query: readonly Parameter[]
  readonly headers: readonly string[]
  /** Of the answer, outside of its rows. */
  readonly fields: readonly Field[]
  readonly rows: Rows
}

/** The surest way first: links that the server makes, then cursors, then counting. */
export function findPaginator(
  operation: Operation,
  schema: SchemaFacts,
  from: { readonly rows: Rows; readonly readSchema: ReadSchema },
): Guess<Paging> {
  const { rows, readSchema } = from
  if (!rows.isList) return singlePage('it answers one object')
  const signs: Signs = {
    query: operation.parameters.filter((parameter) => parameter.in === 'query'),
    headers: typeof operation.answer === 'string' ? [] : operation.answer.headers,
    fields: fieldsOf(schema, readSchema),
    rows,
  }
  const guesses = [headerLink, jsonLink, cursor, headerCursor, lastRowCursor, offset, pageNumber]
  for (const guess of guesses) {
    const found = guess(signs)
    if (found !== undefined) return found
  }
  const size = signs.query.find(({ name }) => PAGING.size.test(pagingName(name)))
  const doubt =
    size && `${operation.path} takes ${size.name}, but the document does not say how to ask for the next page`
  return {
    value: { paginator: undefined, params: {}, doubt },
    reason: 'the document shows no paging: the first answer is looked at for links and cursors',
  }
}

function singlePage(reason: string): Guess<Paging> {
  return { value: { paginator: { type: 'single_page' }, params: {}, doubt: undefined }, reason }
}

function headerLink(signs: Signs): Guess<Paging> | undefined {
  const told = signs.query.find(
    ({ name, description }) => isPaging(name) && /\blink\b[^.]{0,20}\bheader/i.test(description),
  )
  if (!signs.headers.includes('link') && told === undefined) return undefined
  const reason =
    told === undefined ? 'the answer has a Link header' : `${told.name} is described as taken from the Link header`
  return { value: { paginator: { type: 'header_link' }, ...pageSize(signs) }, reason }
}

function jsonLink(signs: Signs): Guess<Paging> | undefined {
  const cursorParam = signs.query.some(({ name }) => PAGING.cursor.test(pagingName(name)))
  const link = signs.fields.find(({ keys, facts }) => {
    if (facts.kind !== 'scalar' || !facts.types.includes('string')) return false
    const [last = '', above = ''] = keys.toReversed().map(pagingName)
    if (above === 'next' && /^(href|url|uri|link)$/.test(last)) return true
    if (!PAGING.link.test(last)) return false
    const isUrl =
      facts.format === 'uri' || facts.format === 'url' || /ur[il]|link|href/.test(last) || /links/.test(above)
    return (
      isUrl ||
      /\b(url|uri|link|href)\b/i.test(facts.description) ||
      isUrlText(facts.example) ||
      (last === 'next' && !cursorParam)
    )
  })
  if (link === undefined) return undefined
  const path = jsonPathOf(link.keys)
  return {
    value: { paginator: { type: 'json_link', nextUrlPath: path }, ...pageSize(signs) },
    reason: `the answer has the next page's URL at ${path}`,
  }
}

function cursor(signs: Signs): Guess<Paging> | undefined {
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

function headerCursor(signs: Signs): Guess<Paging> | undefined {
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

/** APIs that take the id of the last row. */
function lastRowCursor(signs: Signs): Guess<Paging> | undefined {
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

function offset(signs: Signs): Guess<Paging> | undefined {
  const param = signs.query.find((one) => PAGING.offset.test(pagingName(one.name)) && isNumber(one))
  if (param === undefined) return undefined
  const size = sizeParam(signs)
  if (size === undefined) return undefined
  const known = documentedSize(size)
  const limit = known?.size ?? SMALL_PAGE
  const total = countField(signs, PAGING.total)
  const more = hasMore(signs)
  const start = startOf(param)
  const config: PaginatorConfig = {
    type: 'offset',
    limit,
    ...(start !== 0 && { offset: start }),
    ...(param.name !== 'offset' && { offsetParam: param.name }),
    ...(size.name !== 'limit' && { limitParam: size.name }),
    totalPath: total === undefined ? null : jsonPathOf(total.keys),
    ...more.option,
  }
  const sized =
    known === undefined
      ? `${SMALL_PAGE} rows a page, as the document names no size`
      : `${limit} rows a page, ${known.why}`
  return {
    value: { paginator: config, params: {}, doubt: undefined },
    reason: `parameters ${param.name} and ${size.name} count rows; ${sized}; ${ends(total, more)}`,
  }
}

function pageNumber(signs: Signs): Guess<Paging> | undefined {
  const param = signs.query.find((one) => PAGING.page.test(pagingName(one.name)) && isNumber(one))
  if (param === undefined) return undefined
  const base = basePage(param)
  const pages = countField(signs, PAGING.pages)
  const more = hasMore(signs)
  const config: PaginatorConfig = {
    type: 'page_number',
    basePage: base.value,
    ...(param.name !== 'page' && { pageParam: param.name }),
    totalPath: pages === undefined ? null : jsonPathOf(pages.keys),
    ...more.option,
  }
  return {
    value: { paginator: config, ...pageSize(signs) },
    reason: `parameter ${param.name} counts pages from ${base.value}, ${base.reason}; ${ends(pages, more)}`,
  }
}

/** Without a documented size a small one: a server that gives fewer rows than were asked for would be gone through with gaps. */
const SMALL_PAGE = 20
const LARGE_PAGE = 1000

function basePage({ name, description, facts }: Parameter): Guess<number> {
  const first = [facts.minimum, facts.default, facts.example].find(
    (value) => value === 0 || value === 1 || value === '0' || value === '1',
  )
  if (/\b(zero|0)[- ](based|indexed)|(start|begin)\w*\s+(at|with|from)\s+(zero|0)\b/i.test(description))
    return { value: 0, reason: 'as its description says' }
  if (first !== undefined) {
    const from = facts.minimum === first ? 'minimum' : facts.default === first ? 'default' : 'example'
    return { value: Number(first), reason: `its ${from}` }
  }
  if (/index/i.test(name)) return { value: 0, reason: 'as an index does' }
  return { value: 1, reason: 'as most do; the document does not say' }
}

function startOf({ facts }: Parameter): number {
  return facts.minimum === 1 || facts.default === 1 ? 1 : 0
}

function sizeParam({ query }: Signs): Parameter | undefined {
  return query.find((one) => PAGING.size.test(pagingName(one.name)) && isNumber(one))
}

/** The largest page that is allowed, so that requests are few; none where the document names no size. */
function pageSize(signs: Signs): { readonly params: Readonly<Record<string, number>>; readonly doubt: undefined } {
  const param = sizeParam(signs)
  const known = param === undefined ? undefined : documentedSize(param)
  return { params: param === undefined || known === undefined ? {} : { [param.name]: known.size }, doubt: undefined }
}

function documentedSize({
  facts,
  description,
}: Parameter): { readonly size: number; readonly why: string } | undefined {
  const told = /\b(?:max(?:imum)?|up to|at most|no more than|between 1 and)\b\D{0,30}?(\d{1,6})\b/i.exec(
    description,
  )?.[1]
  const maximum = facts.maximum ?? (told === undefined ? undefined : Number(told))
  if (maximum !== undefined && maximum > 0) {
    return maximum <= LARGE_PAGE
      ? { size: maximum, why: 'the most it allows' }
      : { size: LARGE_PAGE, why: `of ${maximum} it allows` }
  }
  const usual = [facts.default, facts.example].find((value) => typeof value === 'number' && value > 0)
  return typeof usual === 'number'
    ? { size: usual, why: usual === facts.default ? 'its default' : 'its example' }
    : undefined
}

function countField({ fields }: Signs, names: RegExp): Field | undefined {
  return fields.find(
    ({ keys, facts }) =>
      facts.kind === 'scalar' &&
      facts.types.some((type) => type === 'integer' || type === 'number') &&
      names.test(pagingName(keys.at(-1) ?? '')),
  )
}

function hasMore({ fields }: Signs): { readonly option: { readonly hasMorePath?: string }; readonly text: string } {
  const field = fields.find(
    ({ keys, facts }) => facts.types.includes('boolean') && PAGING.more.test(pagingName(keys.at(-1) ?? '')),
  )
  if (field === undefined) return { option: {}, text: '' }
  const path = jsonPathOf(field.keys)
  return { option: { hasMorePath: path }, text: `, as long as ${path} is true` }
}

function ends(total: Field | undefined, more: { readonly option: { readonly hasMorePath?: string } }): string {
  const rules = [
    ...(total === undefined ? [] : [`it ends by ${jsonPathOf(total.keys)}`]),
    ...(more.option.hasMorePath === undefined ? [] : [`as long as ${more.option.hasMorePath} is true`]),
  ]
  return rules.length > 0 ? rules.join(', ') : 'it ends at an empty page, as the answer has no total'
}

function isPaging(name: string): boolean {
  const word = pagingName(name)
  return PAGING.cursor.test(word) || PAGING.page.test(word) || PAGING.offset.test(word) || /^(before|since)$/.test(word)
}

function isNumber({ facts }: Parameter): boolean {
  return facts.types.length === 0 || facts.types.some((type) => type === 'integer' || type === 'number')
}

function isUrlText(value: unknown): boolean {
  return typeof value === 'string' && /^(https?:\/)?\//.test(value)
}
