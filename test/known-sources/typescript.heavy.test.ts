import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeProject } from '../../src/cli/make-project.ts'
import { listKnownSources } from '../../src/sources/known/read-known-sources.ts'
import { writtenProject } from '../openapi/written-project.ts'
import { serveItems } from './serve-items.ts'
import { serveShape } from './serve-shape.ts'
import { mailchimp } from './shapes/mailchimp.ts'

test('every source is code that the compiler takes', async () => {
  const project = await writtenProject('known-typescript')
  const scripts: string[] = []
  for (const { name, kind } of await listKnownSources()) {
    if (kind === 'openapi') continue
    scripts.push((await makeProject({ source: name, destination: 'duckdb', dir: project.dir, format: 'ts' })).script)
  }
  expect(scripts.length).toBeGreaterThan(15)
  expect(scripts.every((script) => script.endsWith('_pipeline.ts'))).toBe(true)
  expect(await project.compile()).toBe('')
})

test('code loads what the declaration loads', async () => {
  const project = await writtenProject('known-code')
  const server = await serveShape(mailchimp)
  try {
    const { host } = new URL(server.baseUrl)
    const { script } = await makeProject({ source: 'mailchimp', destination: 'duckdb', dir: project.dir, format: 'ts' })
    const edit = async (file: string, from: string | RegExp, to: string) =>
      writeFile(join(project.dir, file), (await readFile(join(project.dir, file), 'utf8')).replace(from, to))
    await edit(script, 'https://{data_center}.api.mailchimp.com', 'http://{data_center}')
    await edit('.dlt/secrets.toml', '<configure me>', mailchimp.secrets.api_key ?? '')
    await edit('.dlt/config.toml', '<configure me>', host)
    for (let run = 1; run <= 2; run += 1) {
      const ran = await project.tolva(['run', script])
      expect(ran, ran.err).toMatchObject({ code: 0 })
    }
    for (const [table, rows] of Object.entries(mailchimp.counts)) {
      const { out } = await project.tolva([
        'query',
        'mailchimp_pipeline',
        `select count(*) as n from ${table}`,
        '--json',
      ])
      expect(JSON.parse(out).result.rows, table).toEqual([[rows]])
    }
  } finally {
    await server.close()
  }
})

test('the template as code passes its check once the address is filled in', async () => {
  const project = await writtenProject('known-template')
  const server = await serveItems()
  try {
    const made = await project.tolva(['init', 'rest_api', 'duckdb', '--name', 'shop'])
    expect(made, made.err).toMatchObject({ code: 0 })
    const edit = async (file: string, from: string, to: string) =>
      writeFile(join(project.dir, file), (await project.read(file)).replace(from, to))
    await edit('shop_pipeline.ts', 'https://api.example.com/v1', server.baseUrl)
    await edit('.dlt/secrets.toml', '<configure me>', server.token)
    const checked = await project.tolva(['rest', 'check', 'shop_pipeline.ts'])
    expect(checked, checked.err).toMatchObject({ code: 0 })
    expect(checked.out).toContain('shop_source: 1 resource(s) looked at, all fine')
  } finally {
    await server.close()
  }
})
