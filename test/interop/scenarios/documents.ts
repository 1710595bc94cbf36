import { loadsOf, type Scenario } from '../scenario.ts'

const TEXTS = [
  '',
  ' ',
  'ż',
  '日本',
  '\u0001',
  '\u2028',
  'it\'s "quoted" \\n',
  '🦆',
  'a\nb\tc',
  'NULL',
  "'); DROP TABLE t; --",
  '\u007f',
  'true',
  '1',
  '01',
  '1e5',
]

/** Rich documents: what APIs send, and what they should not. */
export const documents: readonly Scenario[] = [
  loadsOf('loads texts of every kind', undefined, [
    TEXTS.map((s, id) => ({ id, s, l: [s] })),
    TEXTS.map((s, id) => ({ id, s: { [s]: s } })),
  ]),
  loadsOf('loads numbers of every size', undefined, [
    [
      0,
      -1,
      1.5,
      { $float: '2.0' },
      { $int: '9007199254740993' },
      { $int: '-9223372036854775808' },
      { $int: '9223372036854775807' },
      1e-7,
      1.7976931348623157e308,
      5e-324,
      0.1,
      1e21,
      123456789.12345678,
    ].map((v, id) => ({ id, [`v${id}`]: v })),
    [{ id: 1, v0: 1.5, v2: 3, v3: 1e300, v4: { $float: '1.0' }, l: [1, 1.5, { $float: '2.0' }], o: { v: 0.1 } }],
  ]),
  loadsOf('loads times as texts', undefined, [
    [
      {
        t: '2024-01-02T03:04:05Z',
        u: '2024-01-02 03:04:05',
        d: '2024-01-02',
        x: '2024-01-02T03:04:05.123456789+05:30',
        y: '20240102T030405',
        z: '2024-W05',
      },
      {
        t: '1969-12-31T23:59:59.999999Z',
        u: '0001-01-01T00:00:00Z',
        d: 'x',
        x: '9999-12-31T23:59:59.999999Z',
        y: '2024-02-29T24:00:00',
        z: '12:30:00',
      },
    ],
    [{ t: 1_700_000_000, u: 1_700_000_000.25, d: 5, x: '1700000000', y: null, z: '2024-01-02T03:04:05Z' }],
  ]),
  loadsOf('loads names of every kind', undefined, [
    [
      {
        CamelCase: 1,
        'with space': 2,
        trail_: 3,
        '1digit': 4,
        ünï: 5,
        'a+b': 6,
        'a@b': 7,
        '  ': 8,
        a__b: 9,
        a: { b: 10 },
        'x.y': 11,
        Select: 12,
        order: 13,
        _private: 14,
        HTTPServerURL: 15,
        userIDs: 16,
        日本: 17,
        'list of': [{ 'Ünder Score': 1 }, { ünder_score: 2 }],
        '0': 18,
        '10': 19,
        '2': 20,
        '-1': 21,
      },
    ],
    [{ '2': 'x', '0': 1.5, camelCase: 5, CAMEL_CASE: 6 }],
  ]),
  loadsOf('loads empty things', undefined, [
    [{}, { a: {} }, { l: [] }, { l: [[]] }, { l: [{}] }, { l: [null] }, { n: null }],
    [{ a: { b: {} }, l: [[1], [], null, 'x'] }],
  ]),
  loadsOf('loads deep documents', undefined, [
    [{ a: { b: { c: { d: { e: [{ f: { g: [[[1, 2], [3]], 'x', { h: [true] }] } }] } } } } }],
    [
      {
        a: { b: { c: { d: { e: [{ f: { g: [{ h: [{ i: 1 }] }] } }] } }, z: 1 } },
        z: { y: [{ x: { w: null, v: 1 } }] },
      },
    ],
  ]),
  loadsOf('loads scalars as rows', undefined, [
    [1, 2, 3],
    [4, 'x', 2.5],
  ]),
]
