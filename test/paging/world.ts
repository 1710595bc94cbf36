import fc from 'fast-check'
import type { EndpointConfig } from '../../src/sources/rest-api/index.ts'

const KINDS = [
  'offset',
  'page_number',
  'cursor',
  'json_link',
  'header_link',
  'header_cursor',
  'auto_json_link',
  'auto_header_link',
  'auto_cursor',
  'auto_pages',
] as const

export type Kind = (typeof KINDS)[number]

/** An API, what happens to it while it is read, and how it is read. */
export interface World {
  readonly kind: Kind
  /** Rows that are there from beginning to end. */
  readonly rows: number
  readonly pageSize: number
  /** Number of the first page. */
  readonly base: 0 | 1
  /** Answers say how many rows and pages there are. */
  readonly showsTotal: boolean
  /** Answers say whether a page follows. */
  readonly showsMore: boolean
  /** What the configuration is told beside the paginator's own rule. */
  readonly stop: 'own' | 'short page' | 'total'
  readonly place: 'param' | 'body' | 'header'
  /** Behind pages that begin with these rows an empty page comes first. */
  readonly empties: readonly number[]
  readonly inserts: readonly { readonly atRequest: number; readonly where: 'front' | 'end' }[]
  readonly faults: readonly { readonly atRequest: number; readonly kind: FaultKind }[]
  /** From this page on the API goes back, or stays where it is. */
  readonly broken: { readonly page: number; readonly back: number } | undefined
  readonly concurrency: number
  /** Pages after which the reading stops, and is gone on with. */
  readonly stops: readonly number[]
}

export type FaultKind = 'status 429' | 'status 500' | 'retry after' | 'drop' | 'cut'

/** Worlds of all kinds of paging. What would lose or double rows by the API's own doing does not happen in them, but for rows inserted in front of an offset. */
export const world: fc.Arbitrary<World> = fc
  .record({
    kind: fc.constantFrom(...KINDS),
    rows: fc.nat(30),
    pageSize: fc.integer({ min: 1, max: 7 }),
    base: fc.constantFrom(0, 1),
    showsTotal: fc.boolean(),
    showsMore: fc.boolean(),
    stop: fc.constantFrom('own', 'own', 'short page', 'total'),
    place: fc.constantFrom('param', 'body', 'header'),
    empties: fc.array(fc.nat(30), { maxLength: 2 }),
    inserts: fc.array(fc.record({ atRequest: fc.nat(8), where: fc.constantFrom('front', 'end') }), { maxLength: 3 }),
    faults: fc.array(
      fc.record({
        atRequest: fc.nat(12),
        kind: fc.constantFrom('status 429', 'status 500', 'retry after', 'drop', 'cut'),
      }),
      { maxLength: 4 },
    ),
    broken: fc.option(fc.record({ page: fc.nat(4), back: fc.nat(2) }), { nil: undefined, freq: 6 }),
    concurrency: fc.integer({ min: 1, max: 4 }),
    stops: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 2 }),
  })
  .map(settled)

/** Takes out what an API of that kind does not do. */
function settled(drawn: World): World {
  const counts = drawn.kind === 'offset' || drawn.kind === 'page_number'
  const empties = counts || drawn.kind === 'auto_pages' || drawn.stop === 'short page' ? [] : drawn.empties
  // Which page a number means is found out by comparing two pages, which must not change in between; nor can a page that comes
  // again be told from the next one when its rows move.
  const keepsFront = drawn.kind === 'auto_pages'
  const inserts = drawn.broken === undefined ? drawn.inserts.filter(({ where }) => !keepsFront || where === 'end') : []
  // An API that goes back to where it was may come to its total on the way.
  const stop = drawn.broken !== undefined && !counts && drawn.stop === 'total' ? 'own' : drawn.stop
  const showsTotal = drawn.showsTotal || stop === 'total'
  return { ...drawn, empties, inserts, showsTotal, stop }
}

/** Whether the API's own way of counting gives rows twice when others are put before them. */
export function mayDouble({ kind, inserts }: World): boolean {
  return (kind === 'offset' || kind === 'page_number') && inserts.some(({ where }) => where === 'front')
}

/** The endpoint that reads it. */
export function endpointOf(world: World): EndpointConfig {
  const { kind, pageSize, base, stop, showsTotal, showsMore, place, concurrency } = world
  const more = showsMore ? { hasMorePath: 'more' } : {}
  const rules = {
    ...more,
    ...(stop === 'short page' ? { stopOnShortPage: true, pageSize } : {}),
    ...(stop === 'total' ? { totalItemsPath: 'total' } : {}),
  }
  const { pageSize: _, totalItemsPath: __, ...counted } = { pageSize, totalItemsPath: '', ...rules }
  const cursorPlace = {
    param: { cursorParam: 'after' },
    body: { cursorBodyPath: 'variables.after' },
    header: { cursorHeader: 'X-After' },
  }[place]
  const common: EndpointConfig = { path: 'items', dataSelector: 'rows', concurrency }
  const posted: EndpointConfig = place === 'body' ? { ...common, method: 'POST', json: { query: 'all' } } : common
  switch (kind) {
    case 'offset':
      return {
        ...common,
        paginator: { type: 'offset', limit: pageSize, totalPath: showsTotal ? 'total' : null, ...counted },
      }
    case 'page_number': {
      const total = stop === 'total' ? {} : { totalPath: showsTotal ? 'pages' : null }
      return { ...common, paginator: { type: 'page_number', basePage: base, ...total, ...rules } }
    }
    case 'cursor':
      return { ...posted, paginator: { type: 'cursor', cursorPath: 'next', ...cursorPlace, ...rules } }
    case 'header_cursor':
      return { ...posted, paginator: { type: 'header_cursor', cursorKey: 'X-Next', ...cursorPlace, ...rules } }
    case 'json_link':
      return { ...common, paginator: { type: 'json_link', nextUrlPath: 'next', ...rules } }
    case 'header_link':
      return { ...common, paginator: { type: 'header_link', ...rules } }
    default:
      return { path: 'items', concurrency }
  }
}

/** Whether so many rows may come before a page that it is the one before it again, without a total that says so. */
export function mayRepeat(world: World): boolean {
  const before = world.inserts.filter(({ where }) => where === 'front').length
  return mayDouble(world) && !world.showsTotal && before >= world.pageSize
}
