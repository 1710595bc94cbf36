import type { CaseRun } from '../../conformance/core/pipeline-case.ts'
import { loadsOf, type Scenario } from '../scenario.ts'

const run = (data: readonly unknown[], hints: object = {}): CaseRun => ({ resources: [{ name: 't', data, hints }] })

/** Schemas that grow from run to run, and contracts that keep them from it. */
export const evolutions: readonly Scenario[] = [
  loadsOf('adds columns', undefined, [
    [{ b: 1, a: 'x' }],
    [
      { c: 1.5, a: 'y' },
      { d: true, b: 2 },
    ],
    [{ a: 'z' }],
  ]),
  loadsOf('adds variants', undefined, [
    [{ n: 1, s: 'x', b: true, t: '2024-01-01T00:00:00Z' }],
    [
      { n: 1.5, s: 2, b: 'yes', t: 'soon' },
      { n: 'many', s: { k: 1 }, b: 'perhaps', t: 1_700_000_000 },
    ],
    [
      { n: 2, s: [1], b: 0, t: '2024-01-02T00:00:00Z' },
      { n: true, b: 1.5, t: [] },
    ],
  ]),
  loadsOf('adds nested tables', undefined, [
    [{ id: 1 }],
    [
      { id: 2, l: [1, 2] },
      { id: 3, l: [{ k: 'v' }, [1, [2]]] },
    ],
    [{ id: 4, l: ['text'], m: { n: [{ o: [true] }] } }],
  ]),
  loadsOf('learns a type after nulls', undefined, [
    [{ id: 1, v: null }],
    [{ id: 2, v: null, w: null }],
    [{ id: 3, v: 'x', w: [] }],
  ]),
  loadsOf('replaces, nested', { write_disposition: 'replace' }, [
    [
      { id: 1, l: [{ a: 1 }] },
      { id: 2, l: [] },
    ],
    [{ id: 3, extra: 1 }],
    [{ id: 4, l: [{ a: 2, b: [1] }] }],
  ]),
  {
    name: 'replaces with nothing',
    input: {
      runs: [
        run([{ id: 1, l: [1] }], { write_disposition: 'replace' }),
        run([], { write_disposition: 'replace' }),
        run([{ id: 2 }], { write_disposition: 'replace' }),
      ],
    },
  },
  {
    name: 'goes from append to replace to merge',
    input: {
      runs: [
        run([
          { id: 1, v: 1 },
          { id: 2, v: 2 },
        ]),
        run([{ id: 3, v: 3 }], { write_disposition: 'replace' }),
        run(
          [
            { id: 3, v: 30 },
            { id: 4, v: 4 },
          ],
          { write_disposition: 'merge', primary_key: 'id' },
        ),
      ],
    },
  },
  {
    name: 'takes hints later',
    input: {
      runs: [
        run([{ id: 1, v: 1 }], {
          columns: { later: { data_type: 'decimal', precision: 10, scale: 2 }, note: { description: 'x' } },
        }),
        run([{ id: 2, later: { $decimal: '1.25' }, note: 'n' }], { columns: { v: { description: 'changed' } } }),
        run([{ id: 3, note: 'm' }], { columns: { more: { data_type: 'date' } }, primary_key: 'id' }),
      ],
    },
  },
  loadsOf(
    'types by hint',
    {
      columns: {
        i8: { data_type: 'bigint', precision: 16 },
        d: { data_type: 'decimal', precision: 12, scale: 4 },
        naive: { data_type: 'timestamp', timezone: false },
        day: { data_type: 'date' },
        clock: { data_type: 'time' },
        doc: { data_type: 'json' },
        raw: { data_type: 'binary' },
        big: { data_type: 'wei' },
      },
    },
    [
      [
        {
          i8: 1,
          d: '1.5',
          naive: '2024-01-01T10:00:00',
          day: '2024-01-01',
          clock: '10:11:12',
          doc: { z: 1, a: [1] },
          raw: 'AAEC',
          big: 12,
        },
      ],
      [
        {
          i8: 2,
          d: 3,
          naive: '2024-01-01T10:00:00+02:00',
          day: '2024-02-01',
          clock: '23:59:59.5',
          doc: [1, { b: null }],
          raw: '0x0102',
          big: '7',
        },
      ],
    ],
  ),
  loadsOf('keeps typed values', undefined, [
    [
      {
        d: { $decimal: '1.50' },
        w: { $wei: '1000000000000000000' },
        t: { $datetime: '2024-01-02T03:04:05.000006+00:00' },
        day: { $date: '2024-02-29' },
        clock: { $time: '03:04:05.000006' },
        raw: { $bytes: 'AP8B' },
        u: { $uuid: '12345678-1234-5678-1234-567812345678' },
        n: { $datetime: '2024-01-02T03:04:05' },
      },
    ],
    [
      {
        d: 2,
        w: 3,
        t: '2024-01-02T03:04:05Z',
        day: '2024-03-01',
        clock: '01:02:03',
        raw: 'AAEC',
        u: 'text',
        n: '2024-01-02 03:04:05',
      },
    ],
  ]),
  {
    name: 'keeps to a frozen schema',
    input: {
      runs: [run([{ id: 1, a: 1 }]), run([{ id: 2, b: 2 }], { schema_contract: 'freeze' })],
    },
  },
  {
    name: 'leaves out what a contract forbids',
    input: {
      runs: [
        run([{ id: 1, a: 1, l: [{ k: 1 }] }], { schema_contract: { columns: 'discard_value', tables: 'discard_row' } }),
        run([{ id: 2, a: 'x', b: 2, l: [{ k: 2, n: 1 }], m: [1] }], {
          schema_contract: { columns: 'discard_value', tables: 'discard_row', data_type: 'discard_row' },
        }),
        run([{ id: 3, a: 3, b: 3 }]),
      ],
    },
  },
  {
    name: 'loads several tables of one resource',
    input: {
      runs: [
        run(
          [
            { id: 1, type: 'red' },
            { id: 2, type: 'Big Blue', l: [1] },
          ],
          { table_name_field: 'type' },
        ),
        run(
          [
            { id: 3, type: 'green' },
            { id: 4, type: 'Big Blue', l: [2], x: 1 },
          ],
          { table_name_field: 'type' },
        ),
      ],
    },
  },
  {
    name: 'nests only so far',
    input: {
      source: { name: 'shallow', max_table_nesting: 1, root_key: true },
      runs: [
        run([{ id: 1, o: { p: { q: 1 } }, l: [{ m: [1] }] }]),
        run([{ id: 2, o: { p: { q: 'x' } }, l: [{ m: [{ n: 1 }] }, 5] }]),
      ],
    },
  },
  {
    name: 'names as SQL does',
    input: {
      env: { SCHEMA__NAMING: 'sql_ci_v1' },
      runs: [
        run([{ 'User Id': 1, camelCase: 2, 'Items Bought': [{ 'Line No': 1 }] }]),
        run([{ 'User Id': 2, newCol: 1, 'Items Bought': [{ X: 2 }] }]),
      ],
    },
  },
  {
    name: 'keeps two schemas in one dataset',
    input: {
      runs: [
        { source: { name: 'first' }, resources: [{ name: 'a', data: [{ id: 1 }] }] },
        { source: { name: 'second' }, resources: [{ name: 'b', data: [{ id: 1, l: [1] }] }] },
        { source: { name: 'first' }, resources: [{ name: 'a', data: [{ id: 2, v: 1 }] }] },
      ],
    },
  },
]
