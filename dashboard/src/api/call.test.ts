import { expect, test } from 'vitest'
import { ROUTES } from '../../../src/dashboard/api/routes.ts'
import { urlOf } from './call.ts'
import { PATHS } from './paths.ts'

test('the page knows the paths of all routes', () => {
  expect(PATHS).toEqual(Object.fromEntries(Object.entries(ROUTES).map(([name, route]) => [name, route.path])))
})

test('parameters and queries are escaped', () => {
  expect(urlOf({ route: 'load', params: { name: 'a/../b', loadId: '1 2' } })).toBe(
    '/api/pipelines/a%2F..%2Fb/loads/1%202',
  )
  expect(urlOf({ route: 'schemaDiff', params: { name: 'a', schema: 'b' }, query: { from: 'x+y=', to: 'z' } })).toBe(
    '/api/pipelines/a/schemas/b/diff?from=x%2By%3D&to=z',
  )
  expect(urlOf({ route: 'schema', params: { name: 'a', schema: 'b' }, query: { hash: undefined } })).toBe(
    '/api/pipelines/a/schemas/b',
  )
})
