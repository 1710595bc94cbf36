import { expect, test } from 'vitest'
import { pruneFiles } from './prune-files.ts'

const file = (key: string, min?: string, max?: string) => ({
  key,
  size: 1,
  rows: 1,
  partition: {},
  bounds: new Map(min === undefined || max === undefined ? [] : [['id', { min, max }]]),
})

const kept = (type: string, wanted: readonly [string, string], ...files: readonly ReturnType<typeof file>[]) => {
  const range = new Map([['id', { min: wanted[0], max: wanted[1] }]])
  return pruneFiles(files, [{ name: 'id', type, nullable: false }], range).map(({ key }) => key)
}

test('files whose bounds lie beside the wanted ones are left out, and those of which nothing is known are not', () => {
  const files = [file('below', '1', '9'), file('over', '8', '12'), file('above', '100', '200'), file('unknown')]
  expect(kept('BIGINT', ['10', '11'], ...files)).toEqual(['over', 'unknown'])
  expect(kept('DOUBLE', ['10', '11'], ...files)).toHaveLength(4)
})

test('texts compare by their bytes', () => {
  const files = [file('ascii', 'a', 'z'), file('face', '😀', '😁'), file('private', '\uE000', '\uF000')]
  expect(kept('VARCHAR', ['\uF8FF', '\uFFFF'], ...files)).toEqual([])
  expect(kept('VARCHAR', ['\uFFFF', '\u{1F600}'], ...files)).toEqual(['face'])
})
