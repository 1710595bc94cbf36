import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { Page } from '../contracts/page.ts'
import type { Hints, Resource, ResourceContext } from '../contracts/resource.ts'
import { defineResource } from './define-resource.ts'
import { type Pageable, pagesOf, type RowsIn } from './pages-of.ts'
import { withSchemaHints } from './schema-columns.ts'
import { validateRows } from './validate-rows.ts'

/** Name and hints of a resource. */
export interface ResourceOptions<Name extends string> extends Hints {
  readonly name: Name
  /** Default true. */
  readonly selected?: boolean
  /** true: its next page is fetched while pages of other resources are awaited. Default false. */
  readonly parallel?: boolean
  /**
   * Its pages carry a `position`, and its function goes on behind `context.resumeFrom`: then a run that stopped is gone on with.
   * Change the text with the meaning of the positions. Absent: such a run reads it anew.
   */
  readonly resumeKey?: string
}

/** Options with a Standard Schema (zod, valibot, arktype…) that every row must pass; it types the rows, and the columns as far as it can be shown as JSON Schema. */
export interface ValidatedOptions<Name extends string, S extends StandardSchemaV1> extends ResourceOptions<Name> {
  readonly row: S
}

/** Data, or a function that gives it when the resource is opened. */
export type ResourceData = Pageable | ((context: ResourceContext) => Pageable | Promise<Pageable>)

/** The rows in `ResourceData`. */
export type RowOf<D> = D extends (...args: never[]) => infer T ? RowsIn<Awaited<T>> : RowsIn<D>

/**
 * A named stream of rows with hints. The data is a list of rows, an iterable, or a function or generator that gets the
 * resource's context; what it yields is a row, a list of rows, or a `Page`.
 *
 * @example
 * const users = resource({ name: 'users', primaryKey: 'id' }, async function* () {
 *   yield [{ id: 1, name: 'Ada' }]
 * })
 */
export function resource<const Name extends string, S extends StandardSchemaV1>(
  options: ValidatedOptions<Name, S>,
  data: ResourceData,
): Resource<Name, StandardSchemaV1.InferOutput<S>>
export function resource<const Name extends string, D extends ResourceData>(
  options: ResourceOptions<Name>,
  data: D,
): Resource<Name, RowOf<D>>
export function resource(
  options: ResourceOptions<string> & { readonly row?: StandardSchemaV1 },
  data: ResourceData,
): Resource<string, unknown> {
  const { name, selected = true, parallel = false, resumeKey, row, ...hints } = options
  const open = (context: ResourceContext) => openData(data, context)
  if (!row) return defineResource({ name, hints, selected, parallel, resumeKey, open })
  return defineResource({
    name,
    hints: withSchemaHints(hints, row),
    selected,
    parallel,
    resumeKey,
    needsRows: true,
    open: (context) => validateRows(open({ ...context, needsRows: true }), row, context),
  })
}

async function* openData(data: ResourceData, context: ResourceContext): AsyncIterable<Page<unknown>> {
  yield* pagesOf(typeof data === 'function' ? await data(context) : data, context.resource)
}
