import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { makeProject } from './make-project.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tolva-make-'))
  return () => rm(dir, { recursive: true, force: true })
})

const make = (source: string, more: Partial<Parameters<typeof makeProject>[0]> = {}) =>
  makeProject({ source, destination: 'duckdb', dir, ...more })
const file = (name: string) => readFile(join(dir, name), 'utf8')
const pathsBelow = async () => (await readdir(dir, { recursive: true })).filter((path) => path !== '.dlt').toSorted()

test('a known API is a declaration with placeholders, and says what is still to be done', async () => {
  const made = await make('github')
  expect(await pathsBelow()).toEqual(
    [
      '.dlt/config.toml',
      '.dlt/secrets.toml',
      '.gitignore',
      'README.md',
      'github_pipeline.yaml',
      'package.json',
    ].toSorted(),
  )
  expect(await file('.dlt/secrets.toml')).toMatch(/^\[sources\.github_source\]\naccess_token = "<configure me>" # /m)
  expect(await file('.dlt/config.toml')).toMatch(/^owner = "<configure me>" # Who .*, e\.g\. nodejs$/m)
  expect((await stat(join(dir, '.dlt/secrets.toml'))).mode & 0o777).toBe(0o600)
  expect(parse(await file('github_pipeline.yaml'))).toMatchObject({
    pipeline: { name: 'github_pipeline', destination: 'duckdb', dataset: 'github_data' },
    source: { name: 'github_source' },
  })
  expect(made).toMatchObject({
    source: 'github',
    verified: false,
    script: 'github_pipeline.yaml',
    secrets: [{ key: 'sources.github_source.access_token' }],
    next: [
      'npm install',
      'fill in .dlt/secrets.toml: access_token',
      'fill in .dlt/config.toml: owner, repo',
      'npx tolva rest check github_pipeline.yaml',
      'npx tolva run github_pipeline.yaml',
    ],
  })
})

test('a second account has names and a section of its own', async () => {
  await make('stripe')
  const made = await make('stripe', { name: 'stripe_eu', format: 'ts' })
  expect(made.added).toEqual([{ path: '.dlt/secrets.toml', sections: ['sources.stripe_eu_source'] }])
  expect(made.secrets.map(({ key }) => key)).toEqual(['sources.stripe_eu_source.api_key'])
  const script = await file('stripe_eu_pipeline.ts')
  expect(script).toContain("name: 'stripe_eu_source'")
  expect(script).not.toContain('stripe_source')
})

test('the script says in comments what the declaration says', async () => {
  await make('stripe', { format: 'ts' })
  const script = await file('stripe_pipeline.ts')
  expect(script).toContain('(unverified: never run against the real API)')
  expect(script).toContain('    // The next page begins behind the last id of this one.\n    paginator: {')
  expect(script).toContain(
    "      // What was charged changes later (a refund, a dispute), so all are read in every run.\n      name: 'charges'",
  )
  expect(script).toContain("params: { 'created[gte]': '{incremental.start_value}' }")
})

describe('where there is something already', () => {
  test('files are kept, and a configuration gets the sections that it has not', async () => {
    await mkdir(join(dir, '.dlt'))
    const before = '[sources.stripe_source]\napi_key = "sk_real_1234"\n'
    await writeFile(join(dir, '.dlt/secrets.toml'), before)
    await writeFile(join(dir, 'stripe_pipeline.yaml'), 'mine')
    const made = await make('stripe', { destination: 'postgres' })
    expect(made.kept).toEqual(['stripe_pipeline.yaml'])
    expect(await file('stripe_pipeline.yaml')).toBe('mine')
    const after = await file('.dlt/secrets.toml')
    expect(after.startsWith(`${before}\n[destination.postgres]\ncredentials = "<configure me>"`)).toBe(true)
    expect(after.match(/stripe_source/g)).toHaveLength(1)
    expect((await make('stripe', { destination: 'postgres' })).added).toEqual([])
    expect(await file('.dlt/secrets.toml')).toBe(after)
  })

  test.each([
    ['commonjs', 'ts', ['npm pkg set type=module']],
    ['commonjs', 'yaml', []],
    ['module', 'ts', []],
  ] as const)('in a package of type %s a pipeline in %s is followed by %j', async (type, format, expected) => {
    await writeFile(join(dir, 'package.json'), JSON.stringify({ type }))
    const { next } = await make('chatbot', { format })
    expect(next.filter((step) => step.startsWith('npm pkg'))).toEqual(expected)
  })

  test.each([
    ['dist/\n', ['add .dlt/secrets.toml to .gitignore']],
    ['dist/\n.dlt/\n', []],
    ['*secrets.toml\n', []],
  ])('a list of ignored files that leaves the secrets to git is told of: %j', async (ignored, expected) => {
    await writeFile(join(dir, '.gitignore'), ignored)
    const { next } = await make('slack')
    expect(next.filter((step) => step.includes('.gitignore'))).toEqual(expected)
    expect(await file('.gitignore')).toBe(ignored)
  })

  test('a configuration that cannot be read is left alone', async () => {
    await mkdir(join(dir, '.dlt'))
    await writeFile(join(dir, '.dlt/secrets.toml'), '[broken\n')
    expect((await make('stripe')).kept).toEqual(['.dlt/secrets.toml'])
    expect(await file('.dlt/secrets.toml')).toBe('[broken\n')
  })

  test.each([
    [{ dependencies: { tolva: '^0.1.0' } }, 'duckdb', []],
    [{ devDependencies: { tolva: '*' } }, 'postgres', ['npm install pg pg-copy-streams']],
    [{ name: 'shop' }, 'duckdb', ['npm install tolva']],
    [{ name: 'tolva' }, 'duckdb', []],
  ])('only what a package.json has not is to be installed: %j into %s', async (manifest, destination, expected) => {
    await writeFile(join(dir, 'package.json'), JSON.stringify(manifest))
    const { next, kept } = await make('notion', { destination })
    expect(kept).toEqual(['package.json'])
    expect(next.filter((step) => step.includes('install'))).toEqual(expected)
  })
})

test.each(['chatbot', 'rest_api', 'sql_database', 'filesystem'])(
  '%s is made as code, and as a declaration where asked',
  async (source) => {
    expect((await make(source)).script).toBe(`${source}_pipeline.ts`)
    expect((await make(source, { format: 'yaml', name: 'other' })).script).toBe('other_pipeline.yaml')
    expect(parse(await file('other_pipeline.yaml'))).toMatchObject({ pipeline: { name: 'other_pipeline' } })
  },
)

test('what cannot be made is refused with the way on, and nothing is written', async () => {
  await expect(make('chatbto')).rejects.toMatchObject({
    code: 'unknown_source',
    hint: expect.stringContaining('chatbot'),
  })
  await expect(make('github', { destination: 'duck' })).rejects.toMatchObject({
    code: 'unknown_destination',
    hint: 'did you mean duckdb?',
  })
  await expect(make('openapi')).rejects.toMatchObject({
    code: 'document_needed',
    hint: 'tolva init openapi FILE-OR-URL duckdb',
  })
  await expect(make('github', { name: '../x' })).rejects.toMatchObject({ code: 'bad_name' })
  expect(await pathsBelow()).toEqual([])
})
