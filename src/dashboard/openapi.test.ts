import { expect, test } from 'vitest'
import { ROUTES } from './api/routes.ts'
import { openapi } from './openapi.ts'

const document = JSON.parse(JSON.stringify(openapi('1.2.3')))

test('each route is an operation of its own', () => {
  const operations = Object.values<Record<string, { operationId: string }>>(document.paths).flatMap(Object.values)
  expect(operations.map(({ operationId }) => operationId)).toEqual(Object.keys(ROUTES))
  expect(document.info).toMatchObject({ title: 'tolva dashboard', version: '1.2.3' })
})

test('parameters of the path and the query, bodies and answers are said', () => {
  expect(document.paths['/api/pipelines/{name}/schemas/{schema}/diff'].get.parameters).toEqual([
    { name: 'name', in: 'path', required: true, schema: { type: 'string' } },
    { name: 'schema', in: 'path', required: true, schema: { type: 'string' } },
    { name: 'from', in: 'query', required: true, schema: { type: 'string' } },
    { name: 'to', in: 'query', required: true, schema: { type: 'string' } },
  ])
  const { requestBody, responses } = document.paths['/api/pipelines/{name}/query'].post
  expect(requestBody.content['application/json'].schema).toMatchObject({
    required: ['sql'],
    properties: { sql: { type: 'string', maxLength: 100_000 }, limit: { default: 1000 } },
  })
  expect(responses[200].content['application/json'].schema.required).toContain('limited')
  expect(responses.default.content['application/json'].schema.$ref).toBe('#/components/schemas/Failure')
  expect(document.components.schemas.Failure.properties.error.required).toEqual(['code', 'message'])
})

test('what has a default need not be given', () => {
  const [, data] = document.paths['/api/pipelines/{name}/checks'].get.parameters
  expect(data).toMatchObject({ name: 'data', required: false, schema: { default: 'yes' } })
})

test('events and files are told apart from JSON', () => {
  const content = (path: string) => Object.keys(document.paths[path].get.responses[200].content)
  expect(content('/api/pipelines/{name}/live')).toEqual(['text/event-stream'])
  expect(content('/api/reports/{report}/html')).toEqual(['*/*'])
})
