import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { runIn } from './run-in.ts'
import { serveItems } from './serve-items.ts'

test('the template for any API passes its check once the address is filled in, and loads twice without doubles', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'tolva-template-'))
  const server = await serveItems()
  try {
    const made = await runIn(dir, ['init', 'rest_api', 'duckdb', '--name', 'shop', '--format', 'yaml'])
    expect(made, made.err).toMatchObject({ code: 0 })
    expect(made.out).toContain('fill in the address and the resources in shop_pipeline.yaml\n')
    const before = await runIn(dir, ['rest', 'check', 'shop_pipeline.yaml'])
    expect(before.code).toBe(2)
    expect(before.err).toMatch(/sources\.shop_source\.api_key in .*secrets\.toml is still a placeholder/)

    const edit = async (file: string, from: string, to: string) =>
      writeFile(join(dir, file), (await readFile(join(dir, file), 'utf8')).replace(from, to))
    await edit('shop_pipeline.yaml', 'https://api.example.com/v1', server.baseUrl)
    await edit('.dlt/secrets.toml', '<configure me>', server.token)
    const checked = await runIn(dir, ['rest', 'check', 'shop_pipeline.yaml'])
    expect(checked, checked.out).toMatchObject({ code: 0 })
    expect(checked.out).toContain('shop_source: 1 resource(s) looked at, all fine')
    for (let run = 1; run <= 2; run += 1)
      expect(await runIn(dir, ['run', 'shop_pipeline.yaml'])).toMatchObject({ code: 0 })
    const counted = await runIn(dir, ['query', 'shop_pipeline', 'select count(*) as n from items', '--json'])
    expect(JSON.parse(counted.out).result.rows).toEqual([[server.rows]])
  } finally {
    await server.close()
    await rm(dir, { recursive: true, force: true })
  }
})

test('what rest detect finds takes the place of the template, with the token that the project has', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'tolva-detect-'))
  const server = await serveItems()
  try {
    await runIn(dir, ['init', 'rest_api', 'duckdb', '--name', 'shop', '--format', 'yaml'])
    const detect = () => runIn(dir, ['rest', 'detect', `${server.baseUrl}/items`, '--name', 'shop'])
    const refused = await detect()
    expect([refused.code, refused.out]).toEqual([1, ''])
    expect(refused.err).toContain('401')

    const secrets = join(dir, '.dlt', 'secrets.toml')
    await writeFile(secrets, (await readFile(secrets, 'utf8')).replace('<configure me>', server.token))
    const found = await detect()
    expect(found, found.err).toMatchObject({ code: 0 })
    expect(`${found.out}${found.err}`).not.toContain(server.token)
    expect(parse(found.out)).toMatchObject({
      pipeline: { name: 'shop_pipeline', dataset: 'shop_data' },
      source: {
        name: 'shop_source',
        client: { auth: { token: { field: 'api_key' } } },
        resources: [{ name: 'items' }],
      },
    })
    await writeFile(join(dir, 'shop_pipeline.yaml'), found.out)
    expect(await runIn(dir, ['rest', 'check', 'shop_pipeline.yaml'])).toMatchObject({ code: 0 })
    expect(await runIn(dir, ['run', 'shop_pipeline.yaml'])).toMatchObject({ code: 0 })
  } finally {
    await server.close()
    await rm(dir, { recursive: true, force: true })
  }
})
