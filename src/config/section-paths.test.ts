import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sectionPaths, suggestedPath, withEmbedded } from './section-paths.ts'

const dotted = (paths: readonly (readonly string[])[]) => paths.map((path) => path.join('.'))

test('credentials of a source stand at the end of every path', () => {
  expect(dotted(sectionPaths(withEmbedded(['sources', 'mod', 'src'], ['credentials'])))).toEqual([
    'sources.mod.src.credentials',
    'sources.mod.credentials',
    'sources.src.credentials',
    'sources.credentials',
    'credentials',
  ])
})

test('embedded names with an underscore are skipped', () => {
  expect(withEmbedded(['extract'], ['_hidden'])).toEqual({ sections: ['extract'], embedded: [], tail: null })
})

test.each([
  [['sources', 'mod', 'src'], 'sources.src'],
  [['sources', 'src', 'src'], 'sources.src'],
  [['sources', 'chatbot_source'], 'sources.chatbot_source'],
  [['destination', 'duckdb'], 'destination.duckdb'],
])('the section to write for %j is %s', (sections, expected) => {
  expect(suggestedPath({ sections }).join('.')).toBe(expected)
})

test('paths are never tried twice, and the bare field comes last', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('sources', 'a', 'b', 'c'), { maxLength: 5 }), (sections) => {
      const paths = dotted(sectionPaths({ sections }))
      expect(new Set(paths).size).toBe(paths.length)
      expect(paths.at(-1)).toBe('')
    }),
  )
})
