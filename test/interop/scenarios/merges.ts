import { loadsOf, type Scenario } from '../scenario.ts'

const merge = (strategy: string, options: object = {}) => ({
  write_disposition: { disposition: 'merge', strategy, ...options },
})

const ORDERS = [
  [
    {
      id: 1,
      region: 'eu',
      total: 10,
      lines: [
        { sku: 'a', tags: ['x', 'y'] },
        { sku: 'b', tags: [] },
      ],
      to: { city: 'Łódź' },
    },
    { id: 2, region: 'us', total: 20, lines: [{ sku: 'c', tags: ['z'] }], to: { city: 'Oslo' } },
    { id: 3, region: 'eu', total: 30, lines: [], to: { city: null } },
  ],
  [
    { id: 2, region: 'us', total: 21, lines: [{ sku: 'd', tags: ['q', 'r'] }], to: { city: 'Rome' } },
    { id: 3, region: 'us', total: 30, lines: [{ sku: 'e', tags: ['s'] }], to: { city: null } },
    { id: 4, region: 'eu', total: 40, lines: [{ sku: 'f', tags: [] }], to: { city: 'Bern' } },
  ],
  [
    { id: 1, region: 'eu', total: 11, lines: [{ sku: 'g', tags: ['t'] }], to: { city: 'Kyiv' } },
    { id: 4, region: 'eu', total: 40, lines: [{ sku: 'f', tags: [] }], to: { city: 'Bern' } },
  ],
] as const

const PAIRS = [
  [
    { a: 1, b: 'x', v: 1 },
    { a: 1, b: 'y', v: 2 },
    { a: 2, b: 'x', v: 3 },
  ],
  [
    { a: 1, b: 'y', v: 20 },
    { a: 2, b: 'y', v: 40 },
  ],
] as const

const DELETED = [
  [
    { id: 1, gone: false, seq: 1, lines: [{ n: 1 }] },
    { id: 2, gone: false, seq: 1, lines: [{ n: 2 }, { n: 3 }] },
    { id: 3, gone: null, seq: 1, lines: [] },
  ],
  [
    { id: 1, gone: true, seq: 2, lines: [] },
    { id: 2, gone: false, seq: 3, lines: [{ n: 4 }] },
    { id: 3, gone: true, seq: 2, lines: [{ n: 5 }] },
    { id: 5, gone: true, seq: 2, lines: [{ n: 6 }] },
  ],
] as const

const gone = { gone: { hard_delete: true, data_type: 'bool' } }

/** Every merge strategy, with keys of every kind and nested tables. */
export const merges: readonly Scenario[] = [
  loadsOf('merges by delete-insert, nested', { ...merge('delete-insert'), primary_key: 'id' }, ORDERS),
  loadsOf('merges by delete-insert on a compound key', { ...merge('delete-insert'), primary_key: ['a', 'b'] }, PAIRS),
  loadsOf('merges by delete-insert on a merge key', { ...merge('delete-insert'), merge_key: 'region' }, ORDERS),
  loadsOf(
    'merges by delete-insert on either key',
    { ...merge('delete-insert'), primary_key: 'id', merge_key: 'region' },
    ORDERS,
  ),
  loadsOf(
    'merges by delete-insert with hard deletes',
    { ...merge('delete-insert'), primary_key: 'id', columns: gone },
    DELETED,
  ),
  loadsOf(
    'merges the newest of several rows of a key',
    {
      ...merge('delete-insert'),
      primary_key: 'id',
      columns: { ...gone, seq: { dedup_sort: 'desc', data_type: 'bigint' } },
    },
    [
      [...DELETED[0], { id: 2, gone: true, seq: 9, lines: [] }],
      [...DELETED[1], { id: 2, gone: true, seq: 1, lines: [] }, { id: 1, gone: false, seq: 7, lines: [{ n: 8 }] }],
    ],
  ),
  loadsOf(
    'merges the oldest of several rows of a key',
    { ...merge('delete-insert'), primary_key: 'id', columns: { seq: { dedup_sort: 'asc' } } },
    [
      [
        { id: 1, seq: 2, l: [1] },
        { id: 1, seq: 1, l: [2, 3] },
      ],
      [
        { id: 1, seq: 5, l: [4] },
        { id: 1, seq: 4, l: [] },
        { id: 2, seq: 1, l: [5] },
      ],
    ],
  ),
  loadsOf(
    'merges a time as the sign of a deletion',
    {
      ...merge('delete-insert'),
      primary_key: 'id',
      columns: { deleted_at: { hard_delete: true, data_type: 'timestamp' } },
    },
    [
      [
        { id: 1, deleted_at: null, v: 1 },
        { id: 2, deleted_at: null, v: 2 },
      ],
      [
        { id: 1, deleted_at: '2024-05-01T00:00:00Z', v: 1 },
        { id: 3, deleted_at: null, v: 3 },
      ],
    ],
  ),
  loadsOf('merges by upsert, nested', { ...merge('upsert'), primary_key: 'id' }, ORDERS),
  loadsOf('merges by upsert on a compound key', { ...merge('upsert'), primary_key: ['a', 'b'] }, PAIRS),
  loadsOf('merges by upsert with hard deletes', { ...merge('upsert'), primary_key: 'id', columns: gone }, DELETED),
  loadsOf(
    'merges by upsert what has changed',
    { ...merge('upsert', { skip_unchanged_rows: true }), primary_key: 'id' },
    ORDERS,
  ),
  loadsOf('merges by insert-only, nested', { ...merge('insert-only'), primary_key: 'id' }, ORDERS),
  loadsOf('merges by cdc, nested', { ...merge('cdc'), primary_key: 'id' }, ORDERS),
  loadsOf('merges by cdc within a merge key', { ...merge('cdc'), primary_key: 'id', merge_key: 'region' }, ORDERS),
  loadsOf(
    'merges by upsert on keys of many types',
    {
      ...merge('upsert'),
      primary_key: ['t', 'd', 'n'],
    },
    [
      [
        {
          t: { $datetime: '2024-01-02T03:04:05.000600+00:00' },
          d: { $decimal: '1.50' },
          n: { $float: '2.0' },
          v: 1,
          l: [1],
        },
      ],
      [
        {
          t: { $datetime: '2024-01-02T03:04:05.000600+00:00' },
          d: { $decimal: '1.50' },
          n: { $float: '2.0' },
          v: 2,
          l: [2, 3],
        },
        { t: { $datetime: '2024-01-03T00:00:00+00:00' }, d: { $decimal: '2.00' }, n: 2.5, v: 3, l: [] },
      ],
    ],
  ),
  loadsOf('merges what later rows add', { ...merge('delete-insert'), primary_key: 'id' }, [
    [{ id: 1, v: 1 }],
    [
      { id: 1, v: 2.5, extra: 'new', lines: [{ deep: [{ k: 1 }] }] },
      { id: 2, v: 'text', more: { when: '2024-01-01T00:00:00Z' } },
    ],
    [{ id: 2, v: 3, lines: [{ deep: [{ k: 'variant' }] }] }],
  ]),
]
