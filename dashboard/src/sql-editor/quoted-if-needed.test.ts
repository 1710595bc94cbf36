import { expect, test } from 'vitest'
import { quotedIfNeeded } from './quoted-if-needed.ts'

test('a name is in quotes where SQL would take it for something else', () => {
  expect(['users', 'users__tags', '_dlt_loads'].map(quotedIfNeeded)).toEqual(['users', 'users__tags', '_dlt_loads'])
  expect(['select', 'Users', 'a b', 'a"b'].map(quotedIfNeeded)).toEqual(['"select"', '"Users"', '"a b"', '"a""b"'])
})
