import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { declaredSource } from '../sources/rest-api/declared-source.ts'
import { locatedError } from './located-error.ts'
import { readDeclaration } from './read-declaration.ts'

let file: string

beforeEach(async () => {
  file = join(await mkdtemp(join(tmpdir(), 'tolva-located-')), 'pipeline.yaml')
})

afterEach(() => rm(join(file, '..'), { recursive: true }))

async function placeOfMistake(resource: string): Promise<unknown> {
  await writeFile(
    file,
    `pipeline: { name: blog }
source:
  client: { base_url: https://a.b }
  resources:
    - users
    - ${resource}
`,
  )
  const declared = await readDeclaration(file)
  const reader = { read: async () => undefined }
  try {
    await declaredSource('blog', declared.source).resources(reader)
  } catch (error) {
    const located = locatedError(error, declared)
    return typeof located === 'object' && located !== null && 'context' in located ? located.context : located
  }
  return undefined
}

test.for([
  ['{ name: posts, endpoint: { data_selektor: x } }', ':6:34'],
  ['{ endpoint: posts }', ':6:7'],
  ['{ name: posts, endpoint: "posts/{id}" }', ':6:7'],
  ['{ name: posts, endpoint: { auth: bearer } }', undefined],
] as const)('a mistake in %s is located at %s', async ([resource, place]) => {
  const context = await placeOfMistake(resource)
  if (place === undefined) expect(context).not.toHaveProperty('file')
  else expect(context).toMatchObject({ file: `${file}${place}` })
})

test('YAML that cannot be read is located too', async () => {
  await writeFile(file, 'pipeline: { name: a }\nsource: [\n')
  await expect(readDeclaration(file)).rejects.toMatchObject({
    code: 'bad_declaration',
    context: { file: `${file}:3:1` },
  })
})
