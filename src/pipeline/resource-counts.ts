import type { Context } from '../contracts/context.ts'
import type { PackageReport, WalkCounts } from '../contracts/load-package.ts'
import type { Page } from '../contracts/page.ts'
import type { FoundPaging, Resource, WalkEnd } from '../contracts/resource.ts'
import { pageBytes } from '../extract/page-bytes.ts'

interface Count {
  pages: number
  bytes: number
  rows: number
}

const NONE: Count = { pages: 0, bytes: 0, rows: 0 }

/** Counts pages, bytes and root rows per resource, and tells of them as events. */
export class ResourceCounts {
  readonly #context: Context
  readonly #counts = new Map<string, Count>()
  readonly #taken = new Map<string, Count>()
  readonly #paging = new Map<string, string>()
  readonly #unchanged = new Map<string, number>()
  readonly #walks = new Map<string, WalkCounts>()

  constructor(context: Context) {
    this.#context = context
  }

  /** @param rows Of the resource's own table. @returns the bytes that were read for the page. */
  add(resource: string, page: Page<unknown>, rows: number): number {
    const bytes = pageBytes(page)
    const { pages } = this.#count(resource, { pages: 1, bytes, rows })
    this.#context.logger.debug('page normalized', { resource, rows, pages })
    return bytes
  }

  /** Bytes were read, but no row of them is left. */
  leftOut(resource: string, bytes: number): void {
    if (bytes > 0) this.#count(resource, { pages: 0, bytes, rows: 0 })
  }

  #count(resource: string, more: Count): Count {
    const count = this.#counts.get(resource) ?? { pages: 0, bytes: 0, rows: 0 }
    count.pages += more.pages
    count.bytes += more.bytes
    count.rows += more.rows
    this.#counts.set(resource, count)
    this.#context.emit({ type: 'page', resource, pages: count.pages, rows: count.rows, bytes: count.bytes })
    return count
  }

  /** How a resource's pages are found. */
  paging(resource: string, { paginator, path }: FoundPaging): void {
    this.#paging.set(resource, path === undefined ? paginator : `${paginator} at ${path}`)
    this.#context.emit({ type: 'paging', resource, paginator, ...(path !== undefined && { path }) })
    this.#context.logger.info('paging found', { resource, paginator, path })
  }

  /** An answer said that nothing of the resource has changed. */
  unchanged(resource: string): void {
    const answers = (this.#unchanged.get(resource) ?? 0) + 1
    this.#unchanged.set(resource, answers)
    this.#context.emit({ type: 'unchanged', resource, answers })
    this.#context.logger.info('nothing changed', { resource })
  }

  /** The pages of an API, or of one row of a parent, are over. */
  walkEnded(resource: string, { rows, total, full }: WalkEnd): void {
    const known = this.#walks.get(resource) ?? { ended: 0, rows: 0, missing: 0 }
    const inAll = total === undefined ? known.total : (known.total ?? 0) + total
    const doubt = known.full ?? full
    this.#walks.set(resource, {
      ended: known.ended + 1,
      rows: known.rows + rows,
      ...(inAll !== undefined && { total: inAll }),
      missing: known.missing + Math.max(0, (total ?? 0) - rows),
      ...(doubt !== undefined && { full: doubt }),
    })
  }

  /** What came since the last call. Selected resources that yielded nothing count as zero. */
  take(resources: readonly Resource<string, unknown>[]): PackageReport['resources'] {
    const names = resources.filter((resource) => resource.selected).map((resource) => resource.name)
    return Object.fromEntries(
      names.map((name) => {
        const { pages, bytes, rows } = this.#counts.get(name) ?? NONE
        const taken = this.#taken.get(name) ?? NONE
        this.#taken.set(name, { pages, bytes, rows })
        const paging = this.#paging.get(name)
        const own = { pages: pages - taken.pages, bytes: bytes - taken.bytes, rows: rows - taken.rows }
        const unchanged = this.#unchanged.get(name)
        this.#unchanged.delete(name)
        const walks = this.#walks.get(name)
        this.#walks.delete(name)
        const told = {
          ...(paging !== undefined && { paging }),
          ...(unchanged !== undefined && { unchanged }),
          ...(walks && { walks }),
        }
        return [name, { ...own, ...told }]
      }),
    )
  }
}
