import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Connected, connectMcp } from '../connect-client.ts'
import { type LeakyProject, leakyProject } from './leaky-project.ts'
import { leaksIn } from './planted.ts'
import { REFUSED, REPEATING } from './sql-attempts.ts'

let project: LeakyProject
let server: Connected

beforeAll(async () => {
  project = await leakyProject()
  server = await connectMcp({ place: project.place, env: project.env })
})

afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await project[Symbol.asyncDispose]()
})

const query = (sql: string) => server.call('execute_sql_query', { pipeline_name: 'leaky', sql })

test('the server reads what was loaded', async () => {
  const { data, isError, text } = await query('select id from echo')
  expect([isError, text]).toEqual([false, expect.anything()])
  expect(data.rows).toEqual([[1]])
})

test.each(REFUSED)('is refused, and says nothing: %s', async (sql) => {
  const asked = sql
    .replaceAll('FILE', `${project.folder}/.dlt/secrets.toml`)
    .replaceAll('FOLDER', `${project.folder}/.dlt`)
  const { isError, code, text } = await query(asked)
  expect(leaksIn(text)).toEqual([])
  expect([isError, code]).toEqual([true, expect.stringMatching(/^sql_/)])
})

test.each(REPEATING)('repeats no secret: %s', async (sql) => {
  await query(sql)
  expect(leaksIn(server.wire.join('\n'))).toEqual([])
})

test('and nothing of it stands in the log', () => {
  expect(server.wire.length).toBeGreaterThan(REFUSED.length + REPEATING.length)
  expect(leaksIn(server.stderr())).toEqual([])
})
