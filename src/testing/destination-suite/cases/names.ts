import { deepEqual, equal, ok } from 'node:assert/strict'
import { source } from '../../../index.ts'
import { type SuiteAbilities, type SuiteCase, suiteCase } from '../suite-case.ts'

const RESERVED = ['select', 'order', 'user', 'group', 'table', 'primary', 'values', 'timestamp', 'limit', 'end', 'desc']

/** Names of tables, columns and datasets: reserved words, case, length, collisions. */
export function nameCases({ capabilities }: SuiteAbilities): readonly SuiteCase[] {
  const { maxLength, fold } = capabilities.identifier
  return [
    reserved,
    collisions,
    strange,
    ...(fold === 'lower' || fold === 'upper' ? [] : [direct]),
    ...(maxLength > 1_000 ? [] : [long(maxLength), longDataset(maxLength)]),
  ]
}

const reserved = suiteCase('takes words of SQL for names', async (suite) => {
  const shop = suite.pipeline('reserved')
  const row = Object.fromEntries(RESERVED.map((name, at) => [name, at]))
  for (const name of ['order', 'select'])
    await shop.run(suite.resource({ name }, [{ ...row, user_list: [{ desc: 1 }] }]))
  for (const name of ['order', 'select']) {
    const [found] = await shop
      .dataset()
      .table(name)
      .select(...RESERVED)
      .rows()
    deepEqual({ ...found }, row)
  }
  equal(await shop.dataset().table('order__user_list').count(), 1)
})

const collisions = suiteCase(
  'names that differ in case or in signs only are one column, as its rows say',
  async (suite) => {
    const shop = suite.pipeline('collisions')
    const rows = [
      { id: 1, Name: 'a' },
      { id: 2, name: 'b' },
      { ID: 3, 'na-me': 'c', na_me: 'd' },
    ]
    await shop.run(suite.resource({ name: 'People' }, rows))
    const found = await shop.dataset().table('people').orderBy('id').rows()
    deepEqual(
      found.map(({ id, name }) => [id, name]),
      [
        [1, 'a'],
        [2, 'b'],
        [3, null],
      ],
    )
  },
)

const strange = suiteCase('names of any writing find their tables and columns', async (suite) => {
  const shop = suite.pipeline('strange')
  const rows = [{ 'Straße №1': 1, ab日本: 2, 'a"b\'c;--': 3, 'cd😀': 4, $x: 5, '1st': 6 }]
  await shop.run(suite.resource({ name: 'Łódź "quoted"; DROP' }, rows))
  const [table = ''] = await shop.dataset().tables()
  const [row] = await shop.dataset().table(table).rows()
  const values = Object.entries(row ?? {}).filter(([name]) => !name.startsWith('_dlt_'))
  deepEqual(values.map(([, value]) => value).toSorted(), [1, 2, 3, 4, 5, 6])
})

const direct = suiteCase('with naming direct names stay as they are, quotes and all', async (suite) => {
  const shop = suite.pipeline('direct')
  const rows = [{ id: 1, 'My Col': 'x', 'semi;colon': 'y', list: [1] }]
  const own = source({
    name: 'direct',
    naming: 'direct',
    resources: () => [suite.resource({ name: 'My Table' }, rows)],
  })
  await shop.run(own())
  await shop.run(own())
  const found = await shop.dataset().table('My Table').rows()
  deepEqual(
    found.map((row) => [row['My Col'], row['semi;colon']]),
    [
      ['x', 'y'],
      ['x', 'y'],
    ],
  )
})

function long(maxLength: number): SuiteCase {
  return suiteCase(`shortens names of more than ${maxLength} characters, each to one of its own`, async (suite) => {
    const shop = suite.pipeline('long_names')
    const name = `a_name_${'that_is_much_too_long_'.repeat(Math.ceil(maxLength / 20))}`
    const row = { id: 1, [name]: 'x', [`${name}_2`]: 'y', [`${name}_3`]: [{ [name]: 'z' }] }
    for (let run = 0; run < 2; run += 1) await shop.run(suite.resource({ name }, [row]))
    const tables = await shop.dataset().tables()
    equal(tables.length, 2)
    for (const table of tables) {
      ok(table.length <= maxLength, table)
      const rows = await shop.dataset().table(table).rows()
      equal(rows.length, 2)
      const names = Object.keys(rows[0] ?? {})
      ok(names.every((column) => column.length <= maxLength))
      equal(names.filter((column) => column.startsWith('a_name')).length, table === tables[0] ? 2 : 1)
    }
  })
}

function longDataset(maxLength: number): SuiteCase {
  return suiteCase('shortens the name of a dataset likewise', async (suite) => {
    const shop = suite.pipeline(`d_${'long_'.repeat(Math.ceil(maxLength / 4))}`, { name: 'long_dataset' })
    for (let run = 0; run < 2; run += 1) await shop.run(suite.resource({ name: 't' }, [{ id: run }]))
    equal(await shop.dataset().table('t').count(), 2)
  })
}
