import { PAGING, pagingName } from './paging-names.ts'
import type { Signs } from './paging-signs.ts'
import type { Parameter } from './read-operations.ts'

/** Without a documented size a small one: a server that gives fewer rows than were asked for would be gone through with gaps. */
export const SMALL_PAGE = 20
const LARGE_PAGE = 1000

/** The parameter that takes the number of rows a page. */
export function sizeParam({ query }: Signs): Parameter | undefined {
  return query.find((one) => PAGING.size.test(pagingName(one.name)) && isNumber(one))
}

/** The largest page that is allowed, so that requests are few; none where the document names no size. */
export function pageSize(signs: Signs): {
  readonly params: Readonly<Record<string, number>>
  readonly doubt: undefined
} {
  const param = sizeParam(signs)
  const known = param === undefined ? undefined : documentedSize(param)
  return { params: param === undefined || known === undefined ? {} : { [param.name]: known.size }, doubt: undefined }
}

/** The page size that a description allows, else its usual one. */
export function documentedSize({
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

/** true for a parameter that may be a number. */
export function isNumber({ facts }: Parameter): boolean {
  return facts.types.length === 0 || facts.types.some((type) => type === 'integer' || type === 'number')
}
