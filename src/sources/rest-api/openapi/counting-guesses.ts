import type { PaginatorConfig } from '../../../http/paginators/registry.ts'
import type { Field } from './fields-of.ts'
import type { Guess } from './guess.ts'
import { jsonPathOf } from './json-path-of.ts'
import { documentedSize, isNumber, pageSize, SMALL_PAGE, sizeParam } from './page-size.ts'
import { PAGING, pagingName } from './paging-names.ts'
import { hasMore, type Paging, type Signs } from './paging-signs.ts'
import type { Parameter } from './read-operations.ts'

/** Paging by a number of rows to skip. */
export function offset(signs: Signs): Guess<Paging> | undefined {
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

/** Paging by the number of the page. */
export function pageNumber(signs: Signs): Guess<Paging> | undefined {
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

function countField({ fields }: Signs, names: RegExp): Field | undefined {
  return fields.find(
    ({ keys, facts }) =>
      facts.kind === 'scalar' &&
      facts.types.some((type) => type === 'integer' || type === 'number') &&
      names.test(pagingName(keys.at(-1) ?? '')),
  )
}

function ends(total: Field | undefined, more: { readonly option: { readonly hasMorePath?: string } }): string {
  const rules = [
    ...(total === undefined ? [] : [`it ends by ${jsonPathOf(total.keys)}`]),
    ...(more.option.hasMorePath === undefined ? [] : [`as long as ${more.option.hasMorePath} is true`]),
  ]
  return rules.length > 0 ? rules.join(', ') : 'it ends at an empty page, as the answer has no total'
}
