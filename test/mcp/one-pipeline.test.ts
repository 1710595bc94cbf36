import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectMcp, type McpPlace, makePlace, removePlace } from './connect-client.ts'
import { makePipeline } from './make-pipeline.ts'

let place: McpPlace
beforeAll(async () => {
  place = await makePlace()
  await makePipeline(place, 'shop', [{ id: 1 }, { id: 2 }])
  await makePipeline(place, 'bank', [{ id: 1, iban: 'DE00' }])
})
afterAll(() => removePlace(place))

test('a server of one pipeline tells of no other, and needs no name', async () => {
  await using mcp = await connectMcp({
    place,
    command: ['pipeline', 'shop', 'mcp'],
    args: ['--features', 'pipeline'],
  })
  expect((await mcp.call('list_pipelines')).data.pipelines.map(({ name }: { name: string }) => name)).toEqual(['shop'])
  expect((await mcp.call('get_row_counts')).data.counts).toEqual([{ table: 'orders', rows: 2 }])
  expect((await mcp.call('preview_table', { pipeline_name: 'shop', table_name: 'orders' })).data.row_count).toBe(2)
  const other = await mcp.call('execute_sql_query', { pipeline_name: 'bank', sql: 'select * from orders' })
  expect([other.code, other.text]).toEqual(['other_pipeline', expect.stringContaining('pipeline shop only')])
  expect((await mcp.call('project_info')).data).toMatchObject({
    bound_to: 'shop',
    pipelines: ['shop'],
    features: ['pipeline'],
  })
  const { resources } = await mcp.client.listResources()
  expect(resources.filter(({ uri }) => uri.includes('bank'))).toEqual([])
  await expect(mcp.client.readResource({ uri: 'tolva://pipelines/bank/schema' })).rejects.toThrow()
  const { tools } = await mcp.client.listTools()
  expect(tools.map(({ name }) => name)).not.toContain('secrets_list')
})

test('where there are several, one has to be named', async () => {
  await using mcp = await connectMcp({ place, command: ['ai', 'mcp'], args: ['--stdio'] })
  const unnamed = await mcp.call('list_tables')
  expect([unnamed.code, unnamed.text]).toEqual([
    'pipeline_not_named',
    expect.stringContaining('pipeline_name: bank, shop.'),
  ])
  expect((await mcp.call('get_row_counts', { pipeline_name: 'bank' })).data.counts).toEqual([
    { table: 'orders', rows: 1 },
  ])
})

test('the project is the nearest folder above with .dlt or package.json, or the one that is named', async () => {
  const deep = join(place.project, 'src', 'deep')
  await mkdir(deep, { recursive: true })
  await using found = await connectMcp({ place, cwd: deep })
  expect((await found.call('project_info')).data).toMatchObject({
    project_folder: place.project,
    found_by: '.dlt in a folder above the current one',
  })
  await using named = await connectMcp({ place, cwd: '/', args: ['--project', place.project] })
  expect((await named.call('project_info')).data).toMatchObject({
    project_folder: place.project,
    found_by: '--project',
  })
})
