import { describe, expect, it } from 'vitest'
import { fixedFolder, globMatcher } from './glob.ts'

const PATHS = ['a.csv', 'b.json', '.hidden.csv', 'x/a.csv', 'x/y/a.csv', 'x/.y/a.csv', 'x/y/b+c.csv', '2024/01.csv']

describe('a pattern of paths', () => {
  it.each([
    ['*', ['a.csv', 'b.json']],
    ['*.csv', ['a.csv']],
    ['?.json', ['b.json']],
    ['[ac].csv', ['a.csv']],
    ['[!a].json', ['b.json']],
    ['**/*.csv', ['a.csv', 'x/a.csv', 'x/y/a.csv', 'x/y/b+c.csv', '2024/01.csv']],
    ['**', ['a.csv', 'b.json', 'x/a.csv', 'x/y/a.csv', 'x/y/b+c.csv', '2024/01.csv']],
    ['x/**/a.csv', ['x/a.csv', 'x/y/a.csv']],
    ['x/*/*.csv', ['x/y/a.csv', 'x/y/b+c.csv']],
    ['x/y/b+c.csv', ['x/y/b+c.csv']],
    ['.*', ['.hidden.csv']],
    ['./2024/*', ['2024/01.csv']],
  ])('%s is found in %j', (pattern, expected) => {
    expect(PATHS.filter(globMatcher(pattern))).toEqual(expected)
  })

  it.each([
    ['*.csv', ''],
    ['**/*.csv', ''],
    ['2024/01/*.csv', '2024/01/'],
    ['2024/**', '2024/'],
    ['2024/a.csv', '2024/'],
  ])('%s is looked for below %j', (pattern, folder) => {
    expect(fixedFolder(pattern)).toBe(folder)
  })
})
