import type { CaseRun } from '../../conformance/core/pipeline-case.ts'
import { loadsOf, type Scenario } from '../scenario.ts'

const cursor = (options: object = {}, hints: object = {}) => ({
  ...hints,
  incremental: { cursor_path: 'ts', ...options },
})

const EVENTS = [
  [
    { id: 1, ts: 1, v: 'a' },
    { id: 2, ts: 3, v: 'b' },
    { id: 3, ts: 3, v: 'c' },
  ],
  [
    { id: 2, ts: 3, v: 'b' },
    { id: 3, ts: 3, v: 'changed' },
    { id: 4, ts: 3, v: 'd' },
    { id: 5, ts: 2, v: 'late' },
    { id: 6, ts: 4, v: 'e' },
  ],
  [
    { id: 6, ts: 4, v: 'e' },
    { id: 7, ts: 4, v: 'f' },
  ],
] as const

const days = (rows: readonly (readonly [number, string])[]) => rows.map(([id, ts]) => ({ id, ts }))

const run = (data: readonly unknown[], hints: object): CaseRun => ({ resources: [{ name: 't', data, hints }] })

/** Incremental loading: where the cursor stands is in the state, and the state is handed over. */
export const cursors: readonly Scenario[] = [
  loadsOf('goes on from a cursor and knows the rows at it', cursor(), EVENTS),
  loadsOf('goes on from a cursor by primary key', cursor({}, { primary_key: 'id' }), EVENTS),
  loadsOf(
    'goes on from a cursor by a key of its own',
    cursor({ primary_key: ['id', 'v'] }, { primary_key: 'id' }),
    EVENTS,
  ),
  loadsOf('goes on from a cursor and merges', cursor({}, { primary_key: 'id', write_disposition: 'merge' }), EVENTS),
  loadsOf('goes on behind a cursor', cursor({ range_start: 'open', initial_value: 0 }), EVENTS),
  loadsOf(
    'goes back by a lag of numbers',
    cursor({ lag: 1, initial_value: 0 }, { primary_key: 'id', write_disposition: 'merge' }),
    EVENTS,
  ),
  loadsOf('goes down from a cursor', cursor({ last_value_func: 'min' }), [
    [
      { id: 1, ts: 5 },
      { id: 2, ts: 4 },
    ],
    [
      { id: 2, ts: 4 },
      { id: 3, ts: 2 },
      { id: 4, ts: 9 },
    ],
  ]),
  loadsOf('goes on from a time as text', cursor({ cursor_path: 'ts' }), [
    days([
      [1, '2024-01-01T00:00:00Z'],
      [2, '2024-01-02T00:00:00.5Z'],
    ]),
    days([
      [2, '2024-01-02T00:00:00.5Z'],
      [3, '2024-01-02T00:00:00.6Z'],
      [4, '2023-12-31T00:00:00Z'],
    ]),
  ]),
  loadsOf('goes back by a lag of a day', cursor({ lag: 86_400, initial_value: '2024-01-01T00:00:00Z' }), [
    days([
      [1, '2024-01-01T00:00:00Z'],
      [2, '2024-01-10T00:00:00Z'],
    ]),
    days([
      [3, '2024-01-09T12:00:00Z'],
      [4, '2024-01-08T12:00:00Z'],
      [5, '2024-01-11T00:00:00Z'],
    ]),
  ]),
  loadsOf('goes on from a typed time', cursor({ initial_value: { $datetime: '2024-01-01T00:00:00+00:00' } }), [
    [
      { id: 1, ts: { $datetime: '2024-01-02T00:00:00.000001+00:00' } },
      { id: 2, ts: { $datetime: '2024-01-02T02:00:00.000001+02:00' } },
    ],
    [
      { id: 3, ts: { $datetime: '2024-01-02T00:00:00+00:00' } },
      { id: 4, ts: { $datetime: '2024-01-02T00:00:00.000002+00:00' } },
    ],
  ]),
  loadsOf('goes on from a date', cursor({ initial_value: { $date: '2024-01-01' } }), [
    [{ id: 1, ts: { $date: '2024-01-02' } }],
    [
      { id: 1, ts: { $date: '2024-01-02' } },
      { id: 2, ts: { $date: '2024-01-03' } },
      { id: 3, ts: { $date: '2024-01-01' } },
    ],
  ]),
  loadsOf('goes on from a decimal', cursor({ initial_value: { $decimal: '0' } }), [
    [{ id: 1, ts: { $decimal: '1.10' } }],
    [
      { id: 1, ts: { $decimal: '1.10' } },
      { id: 2, ts: { $decimal: '1.2' } },
      { id: 3, ts: { $decimal: '1.05' } },
    ],
  ]),
  loadsOf('goes on from a fraction', cursor(), [
    [{ id: 1, ts: 1.25 }],
    [
      { id: 1, ts: 1.25 },
      { id: 2, ts: { $float: '2.0' } },
      { id: 3, ts: 0.5 },
    ],
  ]),
  loadsOf('goes on from a cursor below an object', cursor({ cursor_path: 'meta.at' }), [
    [{ id: 1, meta: { at: 1 } }],
    [
      { id: 1, meta: { at: 1 } },
      { id: 2, meta: { at: 2 } },
    ],
  ]),
  loadsOf('stops at rows out of order', cursor({ row_order: 'desc' }), [
    [
      { id: 2, ts: 2 },
      { id: 1, ts: 1 },
    ],
    [
      { id: 4, ts: 4 },
      { id: 2, ts: 2 },
      { id: 1, ts: 1 },
    ],
  ]),
  loadsOf('takes rows without a cursor', cursor({ on_cursor_value_missing: 'include' }), [
    [{ id: 1, ts: 1 }, { id: 2 }, { id: 3, ts: null }],
    [{ id: 4, ts: 2 }, { id: 5 }, { id: 1, ts: 1 }],
  ]),
  loadsOf('leaves out rows without a cursor', cursor({ on_cursor_value_missing: 'exclude' }), [
    [{ id: 1, ts: 1 }, { id: 2 }, { id: 3, ts: null }],
    [{ id: 4, ts: 2 }, { id: 5 }],
  ]),
  {
    name: 'loads a closed range between two runs of a cursor',
    input: {
      runs: [
        run(EVENTS[0], cursor()),
        run(
          [
            { id: 10, ts: 0, v: 'x' },
            { id: 11, ts: 2, v: 'y' },
          ],
          cursor({ initial_value: 0, end_value: 2 }),
        ),
        run(EVENTS[2], cursor()),
      ],
    },
  },
  {
    name: 'begins a cursor anew with a replace',
    input: {
      runs: [
        run(EVENTS[2], cursor()),
        run([{ id: 1, ts: 9 }], cursor({}, { write_disposition: 'replace' })),
        run([...EVENTS[1], { id: 2, ts: 10 }], cursor()),
      ],
    },
  },
]
