import { expect, test } from 'vitest'
import { chartSpec } from './chart-spec.ts'
import { reportCell } from './report-cell.ts'

const columns = [{ name: 'country', type: 'text', dataType: 'text' }]

test('a chart becomes a function that a report exports', () => {
  const spec = chartSpec({ kind: 'bar', x: 'country', aggregate: 'count' }, columns)
  const text = reportCell('Rows by country', 'SELECT 1\nFROM users', spec)
  expect(text).toContain('/** Rows by country */\nexport async function rowsByCountry({ sql }: ReportContext) {')
  expect(text).toContain('  const values = await sql(`\n    SELECT 1\n    FROM users\n  `)')
  expect(text).toContain('    data: { values },\n    width: "container",')
  expect(text).not.toContain('$schema')
})

test('a statement cannot end the text it stands in', () => {
  const text = reportCell('2 `x`', `SELECT \`a\`, \${b} \\`, {})
  expect(text).toContain(['SELECT \\`a\\`, \\$', '{b} \\\\'].join(''))
  expect(text).toContain('function chart2X(')
})
