// Compiled with everything else: what must not compile is marked, and a mark without an error is an error.
import type { Dataset, Pipeline } from '../../src/index.ts'

interface User {
  readonly id: number
  readonly name: string | null
  readonly created_at: string
}

interface Tables {
  readonly users: User
  readonly users__tags: { readonly value: string | null }
}

/** Fails to compile where the types differ. */
function same<A, B>(_proof: (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never): void {}

export async function typedDataset(chatbot: Pipeline): Promise<void> {
  const dataset = chatbot.dataset<Tables>()
  const users = await dataset.table('users').rows()
  same<typeof users, User[]>(true)

  const names = await dataset.table('users').where('id', 'gt', 5).select('name').orderBy('created_at').rows()
  same<(typeof names)[number], Pick<User, 'name'>>(true)
  const first = await dataset.table('users').select('id').select('name').first()
  const both: { readonly id: number; readonly name: string | null } | undefined = first
  void both
  for await (const { value } of dataset.table('users__tags').limit(3)) same<typeof value, string | null>(true)

  // @ts-expect-error there is no such column
  dataset.table('users').select('nam')
  // @ts-expect-error there is no such column
  dataset.table('users').where('nam', 'eq', 1)
  // @ts-expect-error there is no such column
  dataset.table('users').where({ nam: 1 })
  // @ts-expect-error there is no such column
  dataset.table('users').orderBy('nam')
  // @ts-expect-error there is no such column
  users[0]?.nam
  // @ts-expect-error it was not selected
  names[0]?.id

  const other = await dataset.table('made_since').select('anything').rows()
  same<(typeof other)[number], Readonly<Record<string, unknown>>>(true)
}

export async function untypedDataset(dataset: Dataset): Promise<void> {
  const rows = await dataset.table('users').select('id', 'name').where({ id: 1 }).orderBy('x', 'desc').rows()
  same<(typeof rows)[number], Readonly<Record<string, unknown>>>(true)
}
