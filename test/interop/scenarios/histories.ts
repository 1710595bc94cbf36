import { loadsOf, type Scenario } from '../scenario.ts'

const scd2 = (options: object = {}) => ({ write_disposition: { disposition: 'merge', strategy: 'scd2', ...options } })

const CUSTOMERS = [
  [
    { id: 1, name: 'Ada', plan: { tier: 'a', seats: [1, 2] } },
    { id: 2, name: 'Bob', plan: { tier: 'b', seats: [] } },
    { id: 3, name: 'Cyd', plan: { tier: 'a', seats: [3] } },
  ],
  [
    { id: 1, name: 'Ada', plan: { tier: 'a', seats: [1, 2] } },
    { id: 2, name: 'Bob', plan: { tier: 'c', seats: [4] } },
  ],
  [
    { id: 1, name: 'Ada', plan: { tier: 'a', seats: [1, 2] } },
    { id: 2, name: 'Bob', plan: { tier: 'b', seats: [] } },
    { id: 3, name: 'Cyd', plan: { tier: 'a', seats: [3] } },
  ],
] as const

const TYPED = [
  [
    {
      id: 1,
      at: { $datetime: '2024-01-02T03:04:05+00:00' },
      price: { $decimal: '1.50' },
      f: { $float: '1.0' },
      n: null,
    },
    { id: 2, at: { $datetime: '2024-01-02T03:04:05.123000+00:00' }, price: { $decimal: '0.10' }, f: 1e-7, n: 'ż' },
  ],
  [
    {
      id: 1,
      at: { $datetime: '2024-01-02T03:04:05+00:00' },
      price: { $decimal: '1.50' },
      f: { $float: '1.0' },
      n: null,
    },
    { id: 2, at: { $datetime: '2024-01-02T03:04:05.123000+00:00' }, price: { $decimal: '0.11' }, f: 1e-7, n: 'ż' },
  ],
] as const

const boundary = (day: number) => `2024-0${day}-01T00:00:00Z`

/** Slowly changing dimensions: rows that change, go and come back. */
export const histories: readonly Scenario[] = [
  loadsOf('keeps the history of rows that go and come back', scd2(), CUSTOMERS),
  loadsOf('keeps the history within a merge key', { ...scd2(), merge_key: 'id' }, [
    CUSTOMERS[0],
    [{ id: 2, name: 'Bea', plan: { tier: 'b', seats: [7] } }],
    [
      { id: 2, name: 'Bob', plan: { tier: 'b', seats: [] } },
      { id: 9, name: 'Zoe', plan: null },
    ],
  ]),
  loadsOf('keeps the history within a compound merge key', { ...scd2(), merge_key: ['a', 'b'] }, [
    [
      { a: 1, b: 'x', v: 1 },
      { a: 1, b: 'y', v: 2 },
    ],
    [{ a: 1, b: 'y', v: 3 }],
  ]),
  loadsOf('keeps the history of typed values', scd2(), TYPED),
  loadsOf(
    'keeps the history in columns of its own',
    scd2({ validity_column_names: ['since', 'until'], active_record_timestamp: '9999-12-31T00:00:00Z' }),
    CUSTOMERS,
  ),
  {
    name: 'keeps the history with boundaries of its own',
    input: {
      runs: CUSTOMERS.map((data, index) => ({
        resources: [{ name: 't', data, hints: scd2({ boundary_timestamp: boundary(index + 1) }) }],
      })),
    },
  },
  loadsOf(
    'keeps the history by a row version of the source',
    { ...scd2({ row_version_column_name: 'rev' }), columns: { rev: { data_type: 'text' } } },
    [
      [
        { id: 1, rev: 'a1', v: 1 },
        { id: 2, rev: 'b1', v: 2 },
      ],
      [
        { id: 1, rev: 'a1', v: 99 },
        { id: 2, rev: 'b2', v: 3 },
      ],
    ],
  ),
  loadsOf('keeps the history of rows that get columns', scd2(), [
    [{ id: 1, v: 1 }],
    [{ id: 1, v: 1, extra: 'new', l: [1] }],
    [{ id: 1, v: 1, extra: null, l: [1] }],
  ]),
]
