import { describe, expect, test } from 'vitest'
import { decimal } from '../../src/index.ts'
import { TESTED, useDestination } from './destinations.ts'

describe.each(TESTED)('$name', (tested) => {
  const bench = useDestination(tested)

  test('alters a column that widens, within a run and across runs, and plans it before', async ({ skip }) => {
    if (bench.opened === undefined) return skip(tested.absent)
    const p = bench.pipeline('widen', { widen: true })
    await p.run(
      [
        { id: 1, a: 1, b: 1 },
        { id: 2, a: 2, b: 2.5 },
      ],
      { tableName: 't' },
    )
    const rows = [{ id: 3, a: decimal('0.125'), b: 1 }]
    const plan = await p.plan(rows, { tableName: 't' })
    expect(plan.statements.map(({ table, destructive }) => [table, destructive])).toEqual([['t', false]])
    expect(plan.statements[0]?.sql).toMatch(/ALTER COLUMN "a" TYPE (DECIMAL|numeric)/i)
    const info = await p.run(rows, { tableName: 't' })
    expect(info.packages[0]?.report.widened).toEqual([{ table: 't', column: 'a', from: 'bigint', to: 'decimal' }])
    const read = await p.dataset().sql('SELECT id, CAST(a AS DOUBLE PRECISION) AS a, b FROM t ORDER BY id').rows()
    expect(read).toEqual([
      { id: 1, a: 1, b: 1 },
      { id: 2, a: 2, b: 2.5 },
      { id: 3, a: 0.125, b: 1 },
    ])
  })

  test('takes the quarantine in the transaction of its rows', async ({ skip }) => {
    if (bench.opened === undefined) return skip(tested.absent)
    const p = bench.pipeline('quarantine', { quarantine: true, schemaContract: { columns: 'discard_row' } })
    await p.run([{ id: 1 }], { tableName: 't' })
    await p.run([{ id: 2, more: { deep: 1 } }, { id: 3 }], { tableName: 't' })
    expect(await p.dataset().rowCounts()).toEqual({ t: 2, _tolva_quarantine: 1 })
    const [kept] = await p.dataset().sql('SELECT table_name, column_name, row FROM _tolva_quarantine').rows()
    expect(kept).toMatchObject({ table_name: 't', row: { id: 2, more: { deep: 1 } } })
  })
})
