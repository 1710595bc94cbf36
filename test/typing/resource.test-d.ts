// Compiled with everything else: what must not compile is marked, and a mark without an error is an error.
import { z } from 'zod'
import { type Resource, type Row, resource, transformer } from '../../src/index.ts'

/** Fails to compile where the types differ. */
function same<A, B>(_proof: (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never): void {}

export function rowsAreInferred(): void {
  const list = resource({ name: 'list' }, [{ id: 1, name: 'Ada' }])
  same<typeof list, Resource<'list', { id: number; name: string }>>(true)

  const pages = resource({ name: 'pages', parallel: true }, async function* () {
    yield [{ id: 1n }]
  })
  same<typeof pages, Resource<'pages', { id: bigint }>>(true)

  const files = resource({ name: 'files' }, [{ file: 'a.parquet', format: 'parquet' } as const].values())
  same<typeof files, Resource<'files', Row>>(true)
  const arrow = resource({ name: 'arrow' }, [{ arrow: new Uint8Array() }].values())
  same<typeof arrow, Resource<'arrow', Row>>(true)

  const checked = resource(
    { name: 'checked', row: z.object({ at: z.iso.datetime().transform((text) => new Date(text)) }) },
    [],
  )
  same<typeof checked, Resource<'checked', { at: Date }>>(true)
}

export function stepsChangeThem(): void {
  const list = resource({ name: 'list' }, [{ id: 1, tags: ['a'] }])
  const tags = list
    .filter((row) => row.id > 0)
    .flatMap((row) => row.tags)
    .map((tag) => ({ tag }))
  same<typeof tags, Resource<'list', { tag: string }>>(true)
  same<ReturnType<typeof list.limit>, typeof list>(true)
  same<ReturnType<typeof list.parallelize>, typeof list>(true)

  const children = list.pipe(transformer({ name: 'children' }, (row: { readonly id: number }) => [{ parent: row.id }]))
  same<typeof children, Resource<'children', { parent: number }>>(true)
  const grandchildren = children.pipe(
    transformer({ name: 'deep' }, (row: { readonly parent: number }) => ({ up: row.parent })),
  )
  same<typeof grandchildren, Resource<'deep', { up: number }>>(true)

  // @ts-expect-error its rows have no such field
  list.map((row) => row.nope)
  // @ts-expect-error it is fed with other rows
  list.pipe(transformer({ name: 'wrong' }, (row: { readonly other: string }) => [row]))
  // @ts-expect-error a limit has no such number
  list.limit({ page: 1 })
  // @ts-expect-error files have no such format
  const page: import('../../src/index.ts').FilePage = { file: 'a', format: 'xml' }
  void page
}
