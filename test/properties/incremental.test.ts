import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Page } from '../../src/contracts/page.ts'
import { extract } from '../../src/extract/extract.ts'
import { type Hints, resource } from '../../src/index.ts'
import { silentLogger } from '../../src/log/logger.ts'
import { type Growing, loadedByRun, type Row } from './incremental-model.ts'
import { PATIENCE, size } from './size.ts'

/** How a cursor value stands in a row. */
const FORMS = {
  number: (at: number): unknown => at,
  date: (at: number) => new Date(at * 86_400_000).toISOString().slice(0, 10),
  time: (at: number) => new Date(at * 1000).toISOString(),
  // The same instants, written at offsets that do not sort as text.
  zoned: (at: number) => `${new Date((at + (at % 2) * 3600) * 1000).toISOString().slice(0, 19)}+0${at % 2}:00`,
} as const
type Form = keyof typeof FORMS

const value = fc.integer({ min: 2, max: 9 })
const growing: fc.Arbitrary<Growing> = fc
  .record({
    batches: fc.array(fc.array(fc.oneof({ weight: 8, arbitrary: value }, fc.constant(null)), { maxLength: 6 }), {
      minLength: 1,
      maxLength: 4,
    }),
    last: fc.constantFrom('max', 'min'),
    initial: fc.oneof(fc.constant(undefined), value),
    span: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, fc.integer({ min: 0, max: 4 })),
    lag: fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, fc.integer({ min: 1, max: 3 })),
    openStart: fc.boolean(),
    closedEnd: fc.boolean(),
    missing: fc.constantFrom('include', 'exclude'),
    rowOrder: fc.constantFrom('asc', 'desc', undefined),
    pages: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }),
  })
  .map(({ batches, span, ...rest }) => {
    let id = 0
    // Where the order decides when to stop, a row without a cursor has no place.
    const kept = batches.map((batch) => (rest.rowOrder ? batch.filter((at) => at !== null) : batch))
    const arrivals = kept.map((batch) => batch.map((at) => ({ id: id++, at })))
    const end =
      span === undefined || rest.initial === undefined
        ? undefined
        : rest.last === 'max'
          ? rest.initial + span
          : rest.initial - span
    return { ...rest, arrivals, end }
  })

function hintsOf(growing: Growing, form: Form): Hints {
  const { initial, end, lag } = growing
  return {
    incremental: {
      cursorPath: 'at',
      lastValueFunc: growing.last,
      onCursorValueMissing: growing.missing,
      rangeStart: growing.openStart ? 'open' : 'closed',
      rangeEnd: growing.closedEnd ? 'closed' : 'open',
      ...(initial === undefined ? {} : { initialValue: FORMS[form](initial) }),
      ...(end === undefined ? {} : { endValue: FORMS[form](end) }),
      ...(lag === undefined ? {} : { lag }),
      ...(growing.rowOrder ? { rowOrder: growing.rowOrder } : {}),
    },
  }
}

/** The rows known so far in pages; half of the pages are bytes. */
function* pagesOf(rows: readonly Row[], growing: Growing, form: Form): Generator<Page> {
  const sign = (growing.rowOrder === 'desc' ? -1 : 1) * (growing.last === 'max' ? 1 : -1)
  const sorted = growing.rowOrder ? rows.toSorted((a, b) => sign * (Number(a.at) - Number(b.at))) : rows
  for (let from = 0, turn = 0; from < sorted.length; turn++) {
    const to = from + (growing.pages[turn % growing.pages.length] ?? 1)
    const page = sorted.slice(from, to).map(({ id, at }) => ({ id, ...(at === null ? {} : { at: FORMS[form](at) }) }))
    yield turn % 2 === 0 ? { rows: page } : { bytes: Buffer.from(JSON.stringify(page)) }
    from = to
  }
}

async function play(growing: Growing, form: Form): Promise<readonly (readonly number[])[]> {
  let state: Record<string, unknown> = {}
  const source: Row[] = []
  const runs: number[][] = []
  for (const arrivals of growing.arrivals) {
    source.push(...arrivals)
    const own = state
    const context = {
      signal: AbortSignal.timeout(PATIENCE),
      logger: silentLogger,
      now: Date.now,
      emit() {},
      projectDir: '.',
    }
    const grows = resource({ name: 't', ...hintsOf(growing, form) }, () => pagesOf(source, growing, form))
    const ids: number[] = []
    for await (const { page } of extract([grows], { context, state: () => own, warn() {} })) {
      const rows = 'rows' in page ? page.rows : []
      ids.push(...rows.map((row) => Number(Reflect.get(Object(row), 'id'))))
    }
    runs.push(ids)
    // As the state file would give it to the next run.
    state = structuredClone(own)
  }
  return runs
}

it.each<Form>(['number', 'date', 'time', 'zoned'])(
  'loads each row from the boundary on exactly once, whatever the order, pages and runs: %s',
  async (form) => {
    await fc.assert(
      fc.asyncProperty(growing, async (one) => {
        const found = await play(one, form)
        const sorted = (runs: readonly (readonly number[])[]) => runs.map((ids) => ids.toSorted((a, b) => a - b))
        expect(sorted(found)).toEqual(sorted(loadedByRun(one)))
      }),
      { ...size(500), endOnFailure: false },
    )
  },
  PATIENCE,
)
