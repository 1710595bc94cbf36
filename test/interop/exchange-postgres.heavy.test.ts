import { expect, test } from 'vitest'
import { exchangeTests } from './exchange-tests.ts'
import { postgresPlace } from './postgres-place.ts'
import { cursors } from './scenarios/cursors.ts'
import { documents } from './scenarios/documents.ts'
import { evolutions } from './scenarios/evolutions.ts'
import { histories } from './scenarios/histories.ts'
import { merges } from './scenarios/merges.ts'
import { states } from './scenarios/states.ts'

/** What the database has a part in; the rest is the same code as with DuckDB, where all scenarios are played. */
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
  'merges by delete-insert, nested',
  'merges by delete-insert with hard deletes',
  'merges the newest of several rows of a key',
  'merges by upsert, nested',
  'merges by upsert with hard deletes',
  'merges by upsert on keys of many types',
  'merges by insert-only, nested',
  'merges by cdc within a merge key',
  'keeps the history of rows that go and come back',
  'keeps the history within a merge key',
  'goes on from a cursor and knows the rows at it',
]
const all = [...documents, ...evolutions, ...states, ...merges, ...histories, ...cursors]
const chosen = all.filter(({ name }) => CHOSEN.includes(name))

test('every chosen scenario is there', () => {
  expect(chosen.map(({ name }) => name).toSorted()).toEqual(CHOSEN.toSorted())
})

exchangeTests(chosen, postgresPlace)
