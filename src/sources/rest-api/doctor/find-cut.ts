import type { Answered } from '../../../contracts/answered.ts'
import { isPlainObject } from '../is-plain-object.ts'
import { documentOf } from './find-rows.ts'
import type { PagingFinding } from './report.ts'

/** Why a page that nothing leads on from is hardly all there is. */
export interface Cut {
  /** True: the answer itself says so. */
  readonly certain: boolean
  readonly why: string
}

const FULL_PAGES = [10, 20, 25, 30, 40, 50, 100, 200, 250, 500, 1000]
const LIMIT = /^(limit|per_?page|page_?size|size|count|max_?results|\$?top|first|rows)$/i
const HAS_MORE = /^(has_?(more|next|next_?page)|more)$/i

/** Looks at a first page without a second one; undefined: it may well be all. */
export function findCut({ response, configured }: Answered, { pages, total }: PagingFinding): Cut | undefined {
  const [rows = 0, ...others] = pages
  if (rows === 0 || others.length > 0) return undefined
  if (total !== undefined && total.rows > rows) {
    return { certain: true, why: `the answer speaks of ${total.rows} rows (${total.path}), but ${rows} came` }
  }
  const flag = flagIn(documentOf(response.body), [])
  if (flag !== undefined)
    return { certain: true, why: `the answer says that there is more (${flag}), but nothing asks for it` }
  const limit = configured.params.find(([name, value]) => LIMIT.test(name) && Number(value) === rows)
  if (limit !== undefined) return { certain: false, why: `the page is as full as ${limit[0]}=${limit[1]} allows` }
  return FULL_PAGES.includes(rows)
    ? { certain: false, why: `exactly ${rows} rows came, as from a full page` }
    : undefined
}

/** The name of the parameter that says how many rows a page has, where there is one. */
export function limitParam({ configured }: Answered): string | undefined {
  return configured.params.find(([name]) => LIMIT.test(name))?.[0]
}

function flagIn(value: unknown, path: readonly string[]): string | undefined {
  if (!isPlainObject(value) || path.length >= 3) return undefined
  for (const [key, inner] of Object.entries(value)) {
    if (HAS_MORE.test(key) && (inner === true || inner === 1)) return [...path, key].join('.')
    const found = flagIn(inner, [...path, key])
    if (found !== undefined) return found
  }
  return undefined
}
