import { deepEqual, equal, match, rejects } from 'node:assert/strict'
import { altersTypesOf } from '../../../capabilities/table-format.ts'
import { decimal, type Hints, materialize } from '../../../index.ts'
import { contents } from '../contents.ts'
import { type SuiteAbilities, type SuiteCase, suiteCase } from '../suite-case.ts'

const WIDE = 300

/** How tables change from load to load: new columns and tables, wider ones, contracts, and tables with nothing in them. */
export function evolutionCases({ capabilities, tableFormat }: SuiteAbilities): readonly SuiteCase[] {
  return [
    joined,
    ...(altersTypesOf(capabilities, tableFormat) ? [widened, widenPlanned] : [notWidened]),
    ...(capabilities.guardsNotNull ? [guarded] : []),
    ...(['evolve', 'freeze', 'discard_row', 'discard_value'] as const).map(contract),
    quarantine,
    emptied,
    nullOnly,
    ...(capabilities.maxColumns >= WIDE ? [wide] : []),
    dropped,
  ]
}

const joined = suiteCase('new columns and tables join, and types never change', async (suite) => {
  const shop = suite.pipeline('evolved')
  await shop.run(suite.resource({ name: 't' }, [{ id: 1, a: 'x' }]))
  await shop.run(suite.resource({ name: 't' }, [{ id: 2, a: 5, b: true, list: [{ c: 1.5 }] }, { id: 'three' }]))
  deepEqual(await contents(shop), {
    t: [
      '{"a":"5","b":true,"id":"2n","id__v_text":null}',
      '{"a":"x","b":null,"id":"1n","id__v_text":null}',
      '{"a":null,"b":null,"id":null,"id__v_text":"three"}',
    ],
    t__list: [
      '{"below":"{\\"a\\":\\"5\\",\\"b\\":true,\\"id\\":\\"2n\\",\\"id__v_text\\":null}","_dlt_list_idx":"0n","c":1.5}',
    ],
  })
})

const widened = suiteCase('a column widens where that is asked for, within a run and across runs', async (suite) => {
  const shop = suite.pipeline('widened', { widen: true })
  const big = 9_007_199_254_740_993n
  const rows = (...some: readonly unknown[]) => suite.resource({ name: 't' }, some)
  await shop.run(rows({ id: 1, a: 1, big, list: [1, 0.5] }, { id: 2, a: 2.5, big: 1n, list: [] }))
  await shop.run(rows({ id: 3, a: 4, big: 1.5, list: [2, 0.25] }, { id: 4, a: 0.1, big: 2n, list: [3] }))
  const found = await shop.dataset().table('t').select('id', 'a', 'big').orderBy('id').rows()
  deepEqual(
    found.map(({ id, a, big }) => [id, a, big]),
    [
      [1, 1, '9007199254740993.000000000'],
      [2, 2.5, '1.000000000'],
      [3, 4, '1.500000000'],
      [4, 0.1, '2.000000000'],
    ],
  )
  const list = await shop.dataset().table('t__list').orderBy('value').rows()
  deepEqual(
    list.map(({ value }) => value),
    [0.25, 0.5, 1, 2, 3],
  )
})

const widenPlanned = suiteCase('a plan says which column a load would widen, and by what statement', async (suite) => {
  const shop = suite.pipeline('widen_planned', { widen: true })
  await shop.run(suite.resource({ name: 't' }, [{ id: 1, a: 1 }]))
  const rows = suite.resource({ name: 't' }, [{ id: 3, a: decimal('0.125') }])
  const { statements } = await shop.plan(rows)
  deepEqual(
    statements.map(({ table, destructive }) => [table, destructive]),
    [['t', false]],
  )
  match(statements[0]?.sql ?? '', /a/i)
  const info = await shop.run(rows)
  deepEqual(info.packages[0]?.report.widened, [{ table: 't', column: 'a', from: 'bigint', to: 'decimal' }])
})

const notWidened = suiteCase(
  'where types cannot be altered, values that do not fit go to a column of their own',
  async (suite) => {
    const shop = suite.pipeline('not_widened', { widen: true })
    await shop.run(suite.resource({ name: 't' }, [{ id: 1, a: 1 }]))
    await shop.run(suite.resource({ name: 't' }, [{ id: 2, a: 2.5 }]))
    const found = await shop.dataset().table('t').select('id', 'a', 'a__v_double').orderBy('id').rows()
    deepEqual(
      found.map(({ id, a, a__v_double }) => [id, a, a__v_double]),
      [
        [1, 1, null],
        [2, null, 2.5],
      ],
    )
  },
)

const guarded = suiteCase(
  'a not-null column joins where no row lacks it, and is refused where one does',
  async (suite) => {
    const shop = suite.pipeline('guarded')
    const columns = { must: { dataType: 'bigint', nullable: false } }
    await shop.run(suite.resource({ name: 't', writeDisposition: 'replace' }, [{ id: 1 }]))
    const strict = suite.resource({ name: 't', writeDisposition: 'append', columns }, [{ id: 2, must: 2 }])
    await rejects(shop.run(strict), { code: 'constraint_violated' })
    equal(await shop.dataset().table('t').count(), 1)
    await shop.abort()
    await shop.run(strict.with({ writeDisposition: 'replace' }))
    const found = await shop.dataset().table('t').select('id', 'must').rows()
    deepEqual(
      found.map(({ id, must }) => [id, must]),
      [[2, 2]],
    )
  },
)

/** Rows of `t` after a row with a new column came under each mode for columns. */
const UNDER_CONTRACT = {
  evolve: ['{"a":1,"b":null}', '{"a":2,"b":2}', '{"a":3,"b":null}'],
  freeze: ['{"a":1}'],
  discard_row: ['{"a":1}', '{"a":3}'],
  discard_value: ['{"a":1}', '{"a":2}', '{"a":3}'],
} as const

function contract(mode: keyof typeof UNDER_CONTRACT): SuiteCase {
  return suiteCase(`a contract of ${mode} for columns holds at the destination`, async (suite) => {
    const shop = suite.pipeline(`contract_${mode}`)
    const hints: Hints = { schemaContract: { columns: mode } }
    await shop.run(suite.resource({ name: 't' }, [{ a: 1 }]))
    const run = shop.run(suite.resource({ name: 't', ...hints }, [{ a: 2, b: 2 }, { a: 3 }]))
    if (mode === 'freeze') await rejects(run)
    else await run
    const found = await shop.dataset().table('t').orderBy('a').rows()
    deepEqual(
      found.map((row) =>
        JSON.stringify(Object.fromEntries(Object.entries(row).filter(([key]) => !key.startsWith('_dlt')))),
      ),
      UNDER_CONTRACT[mode],
    )
  })
}

const quarantine = suiteCase('rows that a contract sets aside are kept where that is asked for', async (suite) => {
  const shop = suite.pipeline('quarantined', { quarantine: true, schemaContract: { columns: 'discard_row' } })
  await shop.run(suite.resource({ name: 't' }, [{ id: 1 }]))
  await shop.run(suite.resource({ name: 't' }, [{ id: 2, more: { deep: 1 } }, { id: 3 }]))
  deepEqual(await shop.dataset().rowCounts(), { t: 2, _tolva_quarantine: 1 })
  const [kept] = await shop.dataset().sql('SELECT table_name, row FROM _tolva_quarantine').rows()
  deepEqual({ ...kept }, { table_name: 't', row: { id: 2, more: { deep: 1 } } })
})

const emptied = suiteCase(
  'a table without rows is there with its columns, and a load of nothing leaves what is there',
  async (suite) => {
    const shop = suite.pipeline('empties')
    const columns = { id: { dataType: 'bigint' }, name: { dataType: 'text' }, at: { dataType: 'timestamp' } }
    await shop.run(
      suite.resource({ name: 'nothing', columns }, async function* () {
        yield materialize()
      }),
    )
    equal(await shop.dataset().table('nothing').count(), 0)
    deepEqual(await shop.dataset().table('nothing').select('id', 'name', 'at').rows(), [])
    await shop.run(suite.resource({ name: 'nothing', columns }, [{ id: 1 }]))
    await shop.run(suite.resource({ name: 'nothing', columns }, []))
    const found = await shop.dataset().table('nothing').select('id', 'name', 'at').rows()
    deepEqual(
      found.map(({ id, name, at }) => [id, name, at]),
      [[1, null, null]],
    )
  },
)

const nullOnly = suiteCase('a column that only ever was null is not there until it has a value', async (suite) => {
  const shop = suite.pipeline('nulls')
  await shop.run(suite.resource({ name: 't' }, [{ id: 1, later: null, never: null }]))
  await shop.run(suite.resource({ name: 't' }, [{ id: 2, later: 'now', never: null }]))
  const found = await shop.dataset().table('t').orderBy('id').rows()
  deepEqual(
    found.map((row) => [row.id, row.later, 'never' in row]),
    [
      [1, null, false],
      [2, 'now', false],
    ],
  )
})

const wide = suiteCase(`a table of ${WIDE} columns, and as many more with the next load`, async (suite) => {
  const shop = suite.pipeline('wide_table')
  const row = (from: number) =>
    Object.fromEntries(Array.from({ length: WIDE }, (_, at) => [`c${from + at}`, at % 3 === 0 ? `text ${at}` : at]))
  await shop.run(suite.resource({ name: 't' }, [{ id: 1, ...row(0) }]))
  await shop.run(suite.resource({ name: 't' }, [{ id: 2, ...row(WIDE) }]))
  const [first, second] = await shop.dataset().table('t').orderBy('id').rows()
  equal(first?.c0, 'text 0')
  equal(first?.[`c${WIDE - 1}`], WIDE - 1)
  equal(first?.[`c${WIDE}`], null)
  equal(second?.[`c${2 * WIDE - 1}`], WIDE - 1)
  equal(second?.c1, null)
})

const dropped = suiteCase(
  'a refresh drops or empties what was there, and the new rows are in its place',
  async (suite) => {
    const shop = suite.pipeline('refreshed')
    const rows = (at: number) => suite.resource({ name: 't' }, [{ id: at, [`only${at}`]: at, list: [at] }])
    await shop.run(rows(1))
    await shop.run(rows(2), { refresh: 'drop_data' })
    deepEqual(await shop.dataset().rowCounts(), { t: 1, t__list: 1 })
    await shop.run(rows(3), { refresh: 'drop_sources' })
    const [row] = await shop.dataset().table('t').rows()
    deepEqual([row?.id, row?.only3, row && 'only1' in row], [3, 3, false])
    await shop.drop({ resources: ['t'] })
    deepEqual(await shop.dataset().rowCounts(), {})
  },
)
