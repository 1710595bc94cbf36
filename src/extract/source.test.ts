import { describe, expect, expectTypeOf, it } from 'vitest'
import { Secret, secret, setting } from '../config/secret.ts'
import type { ConfigReader, ConfigRequest, Source } from '../contracts/resource.ts'
import { resource } from './resource.ts'
import { source } from './source.ts'

/** A reader over fixed values that notes what it was asked for. */
function readerOf(values: Readonly<Record<string, unknown>>) {
  const asked: ConfigRequest[] = []
  const reader: ConfigReader = {
    read: async (request) => {
      asked.push(request)
      return values[request.field]
    },
  }
  return { asked, reader }
}

const chatbot = source({
  name: 'chatbot_source',
  maxTableNesting: 2,
  config: { apiKey: secret(), pageSize: setting({ default: 100 }) },
  resources: ({ apiKey, pageSize }) => {
    expectTypeOf(apiKey).toEqualTypeOf<Secret>()
    expectTypeOf(pageSize).toEqualTypeOf<number>()
    return [
      resource({ name: 'users' }, [{ key: apiKey.reveal(), pageSize }]),
      resource({ name: 'stories' }, []),
      resource({ name: 'quiet', selected: false }, []),
    ]
  },
})

async function firstRow(made: Source, reader: ConfigReader) {
  const [users] = await made.resources(reader)
  return users
    ?.open({ ...Object.create(null), resource: 'users', state: {} })
    [Symbol.asyncIterator]()
    .next()
}

describe('a source', () => {
  it('carries its name and hints', () => {
    expect(chatbot()).toMatchObject({ kind: 'source', name: 'chatbot_source', hints: { maxTableNesting: 2 } })
    expectTypeOf(chatbot()).toEqualTypeOf<Source<'chatbot_source'>>()
  })

  it('reads its configuration from its own section when it is opened, not before', async () => {
    const { asked, reader } = readerOf({ api_key: new Secret('k'), page_size: 5 })
    const made = chatbot()
    expect(asked).toEqual([])
    expect(await firstRow(made, reader)).toMatchObject({ value: { rows: [{ key: 'k', pageSize: 5 }] } })
    expect(asked).toEqual([
      { sections: ['sources', 'chatbot_source'], field: 'api_key', secret: true, required: true },
      { sections: ['sources', 'chatbot_source'], field: 'page_size', secret: false, required: false, type: 'double' },
    ])
  })

  it('lets explicit values win, and takes defaults for what nobody set', async () => {
    const { reader } = readerOf({ api_key: new Secret('configured') })
    const row = await firstRow(chatbot({ apiKey: 'explicit' }), reader)
    expect(row).toMatchObject({ value: { rows: [{ key: 'explicit', pageSize: 100 }] } })
  })

  it('gives the resources that were picked, in its own order', async () => {
    const { reader } = readerOf({ api_key: new Secret('k') })
    const names = async (made: Source) => (await made.resources(reader)).map(({ name }) => name)
    expect(await names(chatbot())).toEqual(['users', 'stories', 'quiet'])
    expect(await names(chatbot().pick('stories', 'users'))).toEqual(['users', 'stories'])
  })

  it('selects a resource that is picked', async () => {
    const { reader } = readerOf({ api_key: new Secret('k') })
    const [quiet] = await chatbot().pick('quiet').resources(reader)
    expect(quiet?.selected).toBe(true)
  })

  it.each([
    ['user', 'did you mean users?'],
    ['invoices', 'known are users, stories, quiet'],
  ])('says what is like %s, which it does not have, or what it has', async (name, hint) => {
    const { reader } = readerOf({ api_key: new Secret('k') })
    await expect(chatbot().pick(name).resources(reader)).rejects.toThrow(
      expect.objectContaining({ code: 'unknown_resource', hint }),
    )
  })

  it('may wait for its resources, and needs no configuration', async () => {
    const plain = source({ name: 'plain', resources: async () => [resource({ name: 'r' }, [])] })
    expect(await plain().resources(readerOf({}).reader)).toHaveLength(1)
  })
})
