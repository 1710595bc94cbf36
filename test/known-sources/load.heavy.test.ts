import { describe, test } from 'vitest'
import { loadTwice } from './load-twice.ts'
import { SHAPES } from './shapes.ts'

describe('a known source loads twice without doubles, and names the key of wrong credentials', () => {
  test.each(SHAPES)('$name', loadTwice)
})
