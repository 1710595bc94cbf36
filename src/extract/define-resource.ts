import type { Page } from '../contracts/page.ts'
import type { ByRow, Hints, Resource, ResourceContext } from '../contracts/resource.ts'
import { ConfigError } from '../errors/tolva-error.ts'
import { limitOf, limitPages } from './limit-pages.ts'
import { filterRows, flatMapRows, mapRows } from './page-steps.ts'

/** What a resource is made of. */
export interface ResourceDefinition<Name extends string, R> {
  readonly name: Name
  readonly hints?: Hints
  /** Default true. */
  readonly selected?: boolean
  /** Whose pages `open` is called with, one call a page; absent: an independent resource. */
  readonly parent?: Resource<string, unknown> | undefined
  /** Default false: pages may stay bytes. */
  readonly needsRows?: boolean
  /** Default false. */
  readonly parallel?: boolean
  /** Default false. */
  readonly fetchesAhead?: boolean
  /** Absent: a run that stopped reads it anew. A function: its hints decide. */
  readonly resumeKey?: string | undefined | ((hints: Hints) => string | undefined)
  readonly byRow?: ByRow | undefined
  /** Kept as it is by `with`, `named` and `select`: two resources with the same one and the same name are read once. */
  readonly open: (context: ResourceContext, parentPage?: Page<unknown>) => AsyncIterable<Page<R>>
}

/** A resource from a function that opens it; sources build theirs with it. */
export function defineResource<const Name extends string, R>(
  definition: ResourceDefinition<Name, R>,
): Resource<Name, R> {
  const { name, open, parent } = definition
  const hints = definition.hints ?? {}
  const selected = definition.selected ?? true
  const { byRow } = definition
  const resumeKey = resumeKeyOf(definition.resumeKey, hints)
  /** @param code What the step runs: pages behind other code are others. */
  const step = <R2>(
    code: unknown,
    change: (pages: AsyncIterable<Page<R>>, context: ResourceContext) => AsyncIterable<Page<R2>>,
  ) =>
    defineResource<Name, R2>({
      ...definition,
      resumeKey: extended(definition.resumeKey, String(code)),
      needsRows: true,
      open: (context, parentPage) => change(open({ ...context, needsRows: true }, parentPage), context),
    })
  const self: Resource<Name, R> = {
    kind: 'resource',
    name,
    hints,
    selected,
    parent,
    needsRows: definition.needsRows ?? false,
    parallel: definition.parallel ?? false,
    fetchesAhead: definition.fetchesAhead ?? false,
    resumeKey,
    byRow,
    open,
    with: (more) => defineResource({ ...definition, hints: { ...hints, ...more } }),
    named: (other) => defineResource({ ...definition, name: other }),
    select: (choice) => defineResource({ ...definition, selected: choice }),
    map: (change) => step(change, (pages) => mapRows(pages, change)),
    filter: (keep) => step(keep, (pages, { onLeftOut }) => filterRows(pages, keep, onLeftOut)),
    flatMap: (change) => step(change, (pages, { onLeftOut }) => flatMapRows(pages, change, onLeftOut)),
    limit: (given) => {
      if (parent) throw limitOfDependent(name, parent.name)
      const limit = limitOf(given, name)
      return defineResource({
        ...definition,
        resumeKey: extended(definition.resumeKey, 'limit'),
        open(context) {
          const { resumeFrom, ...given } = context
          const first = limit.rows === undefined ? given : { ...given, needsRows: true }
          const openBehind = (position: unknown) =>
            open(position === undefined ? first : { ...first, resumeFrom: position })
          return limitPages(openBehind, limit, resumeFrom)
        },
      })
    },
    parallelize: (choice = true) => defineResource({ ...definition, parallel: choice }),
    pipe: (transformer) =>
      defineResource({
        name: transformer.name,
        hints: transformer.hints,
        parent: self,
        resumeKey: transformer.resumeKey,
        open: (context, parentPage) => transformer.transform(requirePage<R>(parentPage, name), context),
      }),
  }
  return self
}

type ResumeKey = ResourceDefinition<string, unknown>['resumeKey']

function resumeKeyOf(key: ResumeKey, hints: Hints): string | undefined {
  return typeof key === 'function' ? key(hints) : key
}

/** The key of positions of pages that are changed. */
function extended(key: ResumeKey, by: string): ResumeKey {
  if (key === undefined) return undefined
  return (hints) => {
    const own = resumeKeyOf(key, hints)
    return own === undefined ? undefined : `${own}\n${by}`
  }
}

// The rows are the parent's: `streamsOf` opens a dependent with pages of its own parent only.
function requirePage<R>(page: Page<unknown> | undefined, parent: string): Page<R>
function requirePage(page: Page<unknown> | undefined, parent: string): Page<unknown> {
  if (page) return page
  throw new ConfigError(`a dependent resource is opened with a page of ${parent}`, {
    code: 'no_parent_page',
    hint: 'Let the pipeline open it, or pass a page.',
  })
}

function limitOfDependent(name: string, parent: string): ConfigError {
  return new ConfigError(`${name} cannot be limited: it is opened once for each page of ${parent}`, {
    code: 'limit_of_dependent',
    hint: `Limit ${parent} instead.`,
    context: { resource: name },
  })
}
