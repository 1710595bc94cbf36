import type { CaseRun } from '../../conformance/core/pipeline-case.ts'
import type { Scenario } from '../scenario.ts'

const typed = {
  at: { $datetime: '2024-01-02T03:04:05.000006+00:00' },
  naive: { $datetime: '2024-01-02T03:04:05' },
  day: { $date: '2024-02-29' },
  clock: { $time: '03:04:05.5' },
  price: { $decimal: '1.50' },
  amount: { $wei: '1000000000000000000000' },
  raw: { $bytes: 'AP8B' },
  big: { $int: '9007199254740993' },
  ratio: { $float: '2.0' },
  nested: { list: [1, { $decimal: '0.10' }, null, 'ż"\\/\u2028'], empty: {}, none: [] },
}

const both = (data: readonly unknown[], extra: Partial<CaseRun> = {}): CaseRun => ({
  source: { name: 'src' },
  resources: [
    { name: 'a', data, hints: { incremental: { cursor_path: 'id' } } },
    { name: 'b', data: [{ id: 9, l: [{ k: 1 }] }], hints: { set_state: { seen: { $date: '2024-01-01' } } } },
  ],
  ...extra,
})

const refreshed = (mode: NonNullable<CaseRun['refresh']>): Scenario => ({
  name: `refreshes with ${mode}`,
  input: {
    runs: [both([{ id: 1 }, { id: 2 }]), both([{ id: 1, x: 1 }], { refresh: mode }), both([{ id: 1 }, { id: 3 }])],
  },
})

/** State of resources with values of every type, and what takes state and tables away. */
export const states: readonly Scenario[] = [
  {
    name: 'keeps values of every type in the state',
    input: {
      runs: [
        { resources: [{ name: 't', data: [{ id: 1 }], hints: { set_state: typed } }] },
        { resources: [{ name: 'u', data: [{ id: 1 }], hints: { set_state: { one: 1 } } }] },
        {
          resources: [
            { name: 't', data: [{ id: 2 }], hints: { set_state: { price: { $decimal: '2.00' }, gone: null } } },
          ],
        },
      ],
    },
  },
  {
    name: 'does not store a state that stays the same',
    input: {
      runs: [1, 2, 3].map((id) => ({
        resources: [{ name: 't', data: [{ id }], hints: { set_state: { same: typed } } }],
      })),
    },
  },
  refreshed('drop_sources'),
  refreshed('drop_resources'),
  refreshed('drop_data'),
  {
    name: 'refreshes one resource of two',
    input: {
      runs: [
        both([{ id: 1 }]),
        both([{ id: 1, x: 1 }], { refresh: 'drop_resources', select: ['a'] }),
        both([{ id: 2 }]),
      ],
    },
  },
  {
    name: 'drops a resource',
    input: {
      source: { name: 'src' },
      runs: [
        both([{ id: 1 }, { id: 2 }]),
        { action: 'none', before: 'drop_resource', drop_names: ['b'] },
        both([{ id: 2 }, { id: 3 }]),
      ],
    },
  },
  {
    name: 'begins anew where the dataset is gone',
    input: { runs: [both([{ id: 1 }]), both([{ id: 1 }, { id: 2 }], { before: 'drop_dataset' }), both([{ id: 3 }])] },
  },
]
