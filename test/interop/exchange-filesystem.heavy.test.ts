import { expect, test } from 'vitest'
import { exchangeTests } from './exchange-tests.ts'
import { filesystemPlace } from './filesystem-place.ts'
import { cursors } from './scenarios/cursors.ts'
import { documents } from './scenarios/documents.ts'
import { evolutions } from './scenarios/evolutions.ts'
import { states } from './scenarios/states.ts'

/** What the place has a part in; the rest is the same code as with DuckDB, where all scenarios are played. */
const CHOSEN = [
  'loads texts of every kind',
  'loads numbers of every size',
  'loads times as texts',
  'loads names of every kind',
  'adds variants',
  'replaces, nested',
  'types by hint',
  'keeps typed values',
  'refreshes with drop_resources',
  'drops a resource',
  'begins anew where the dataset is gone',
  'keeps values of every type in the state',
  'goes on from a cursor and knows the rows at it',
]
const all = [...documents, ...evolutions, ...states, ...cursors]
const chosen = all.filter(({ name }) => CHOSEN.includes(name))

test('every chosen scenario is there', () => {
  expect(chosen.map(({ name }) => name).toSorted()).toEqual(CHOSEN.toSorted())
})

exchangeTests(chosen, filesystemPlace('parquet'))
