import type { Page } from '../contracts/page.ts'
import type { Hints, ResourceContext, Transformer } from '../contracts/resource.ts'
import { pagesOf, type RowsIn } from './pages-of.ts'
import { rowsOf } from './rows-of.ts'

/** Name and hints of a transformer. */
export interface TransformerOptions<Name extends string> extends Hints {
  readonly name: Name
}

/** What a transforming function may give: rows, pages, iterables of them, or a promise. Nothing: no rows. */
export type Transformed = object | undefined | null

type RowsOut<T> = RowsIn<NonNullable<Awaited<T>>>

/**
 * A resource that is fed by another one: `users.pipe(transformer({ name: 'details' }, (user) => …))`. The function gets
 * each row of the parent and gives rows as a resource does; nothing is fine too.
 */
export function transformer<const Name extends string, In, T extends Transformed | Promise<Transformed>>(
  options: TransformerOptions<Name>,
  transform: (row: In, context: ResourceContext) => T,
): Transformer<Name, In, RowsOut<T>> {
  const { name, ...hints } = options
  return {
    kind: 'transformer',
    name,
    hints,
    async *transform(page: Page<In>, context: ResourceContext) {
      for (const row of rowsOf(page)) yield* pagesOf<RowsOut<T>>(await transform(row, context), name)
    },
  }
}

/** A `transformer` whose function gets the list of all rows of a page of the parent at once. */
export function pageTransformer<const Name extends string, In, T extends Transformed | Promise<Transformed>>(
  options: TransformerOptions<Name>,
  transform: (rows: readonly In[], context: ResourceContext) => T,
): Transformer<Name, In, RowsOut<T>> {
  const { name, ...hints } = options
  return {
    kind: 'transformer',
    name,
    hints,
    async *transform(page: Page<In>, context: ResourceContext) {
      yield* pagesOf<RowsOut<T>>(await transform(rowsOf(page), context), name)
    },
  }
}
