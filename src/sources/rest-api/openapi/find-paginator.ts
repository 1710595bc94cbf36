import { offset, pageNumber } from './counting-guesses.ts'
import { cursor, headerCursor, lastRowCursor } from './cursor-guesses.ts'
import { fieldsOf } from './fields-of.ts'
import type { Rows } from './find-rows.ts'
import type { Guess } from './guess.ts'
import { jsonPathOf } from './json-path-of.ts'
import { pageSize } from './page-size.ts'
import { PAGING, pagingName } from './paging-names.ts'
import type { Paging, Signs } from './paging-signs.ts'
import type { Operation } from './read-operations.ts'
import type { ReadSchema, SchemaFacts } from './schema-facts.ts'

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

function isPaging(name: string): boolean {
  const word = pagingName(name)
  return PAGING.cursor.test(word) || PAGING.page.test(word) || PAGING.offset.test(word) || /^(before|since)$/.test(word)
}

function isUrlText(value: unknown): boolean {
  return typeof value === 'string' && /^(https?:\/)?\//.test(value)
}
