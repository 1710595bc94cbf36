import { expect, test } from 'vitest'
import { exportName } from './export-name.ts'

test('an exported file says what it is of and from when, in letters that every system takes', () => {
  const at = new Date('2026-11-26T09:13:28Z')
  expect(exportName('chatbot_pipeline', 'users', 'csv', at)).toBe('chatbot_pipeline-users-2026-11-26-0913.csv')
  expect(exportName('a/b', 'Größe: x', 'parquet', at)).toBe('a_b-Größe_x-2026-11-26-0913.parquet')
})
