import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createConfigReader } from '../../config/resolve.ts'
import { silentLogger } from '../../log/logger.ts'
import { postgres } from './index.ts'

const target = { pipeline: 'shop', dataset: 'd', localDir: '/work' }
let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-credentials-'))
  await mkdir(join(folder, '.dlt'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const reader = (env: Readonly<Record<string, string>> = {}) => createConfigReader({ projectDir: folder, env })
const toml = (name: 'secrets' | 'config', text: string) => writeFile(join(folder, '.dlt', `${name}.toml`), text)

async function location(env: Readonly<Record<string, string>> = {}, options: Parameters<typeof postgres>[0] = {}) {
  return (await postgres(options).configure?.(reader(env)))?.location(target)
}

const context = {
  signal: new AbortController().signal,
  logger: silentLogger,
  now: Date.now,
  emit: () => {},
  projectDir: '/work',
}

describe('credentials of PostgreSQL', () => {
  it('are a connection string in code, which is never shown whole', () => {
    const destination = postgres('postgresql://ada:s%40cret@db.example:5433/shop?sslmode=require')
    expect(destination.location(target)).toBe('postgresql://ada:***@db.example:5433/shop')
    expect(JSON.stringify(destination.options)).toBe('{}')
  })

  it('are parts in code', () => {
    const credentials = { host: 'h', database: 'b', username: 'u', password: 'secret' }
    expect(postgres({ credentials }).location(target)).toBe('postgresql://u:***@h:5432/b')
  })

  it('stand in secrets.toml as a string', async () => {
    await toml('secrets', '[destination.postgres]\ncredentials = "postgres://u:p@h/b"\n')
    expect(await location()).toBe('postgresql://u:***@h:5432/b')
  })

  it('stand in secrets.toml as a table, some of it in config.toml or the environment', async () => {
    await toml('secrets', '[destination.postgres.credentials]\npassword = "p"\nusername = "u"\n')
    await toml('config', '[destination.postgres.credentials]\nhost = "h"\nport = 5555\n')
    expect(await location({ DESTINATION__POSTGRES__CREDENTIALS__DATABASE: 'b' })).toBe('postgresql://u:***@h:5555/b')
  })

  it('come from the environment before the files, and fill up what a string lacks', async () => {
    await toml('secrets', '[destination.postgres]\ncredentials = "postgres://u:p@h/b"\n')
    expect(await location({ DESTINATION__POSTGRES__CREDENTIALS: 'postgresql://v:q@i/c' })).toBe(
      'postgresql://v:***@i:5432/c',
    )
    const env = { CREDENTIALS: 'postgresql://v@i/c', DESTINATION__CREDENTIALS__PASSWORD: 'q' }
    await toml('secrets', '')
    expect(await location(env)).toBe('postgresql://v:***@i:5432/c')
  })

  it('of a named destination stand under its name', async () => {
    await toml('secrets', '[destination.lake]\ncredentials = "postgres://u:p@lake/b"\n')
    const destination = postgres({ name: 'lake' })
    expect([destination.name, destination.type]).toEqual(['lake', 'dlt.destinations.postgres'])
    expect(await location({}, { name: 'lake' })).toBe('postgresql://u:***@lake:5432/b')
  })

  it('are asked for by the line to write where there are none', async () => {
    const destination = await postgres().configure?.(reader())
    expect(destination?.location(target)).toBe('postgresql:// (not configured)')
    await expect(destination?.connect(target, context)).rejects.toThrow(
      /^credentials is not configured\. Put this in .*secrets\.toml:\n\n {2}\[destination\.postgres\]\n {2}credentials = /,
    )
  })

  it('are asked for part by part where some are there', async () => {
    await toml('secrets', '[destination.postgres.credentials]\nhost = "h"\npassword = "p"\nusername = "u"\n')
    const destination = await postgres().configure?.(reader())
    await expect(destination?.connect(target, context)).rejects.toThrow(/^database is not configured/)
  })

  it('do not belong into config.toml', async () => {
    await toml('config', '[destination.postgres]\ncredentials = "postgres://u:p@h/b"\n')
    await expect(postgres().configure?.(reader())).rejects.toMatchObject({ code: 'secret_in_config' })
  })

  it.each(['mysql://u:p@h/b', 'nonsense p@ss', 'postgresql://u:p@h'])(
    'are refused as %s without being shown',
    (text) => {
      expect(() => postgres(text)).toThrow(expect.objectContaining({ code: 'bad_credentials' }))
      expect(() => postgres(text)).not.toThrow(/p@/)
    },
  )

  it('are refused where they lead nowhere, with the way out and the wish to try again', async () => {
    await using loader = await postgres('postgresql://u:topsecret@127.0.0.1:1/b').connect(target, context)
    const error = await loader.datasetExists().catch((one: unknown) => one)
    expect(error).toMatchObject({
      code: 'connection_lost',
      retry: true,
      context: { location: 'postgresql://u:***@127.0.0.1:1/b' },
    })
    expect(`${error} ${JSON.stringify(error)}`).not.toContain('topsecret')
  })
})
