import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { Row } from '../../contracts/page.ts'
import { createRestClient, type PaginateRequest, type RestClientConfig } from './rest-client.ts'
import type { RestPage } from './rest-page.ts'

/** A request, and the client that is made for it. */
export type PaginateOptions = PaginateRequest & { readonly client?: Omit<RestClientConfig, 'baseUrl'> }

/**
 * The pages behind one URL, by a client of their own.
 *
 * @example
 * for await (const page of paginate<{ id: number }>('https://api.example.com/users')) console.log(page.rows)
 */
export function paginate<S extends StandardSchemaV1>(
  url: string,
  options: PaginateOptions & { readonly row: S },
): AsyncIterable<RestPage<StandardSchemaV1.InferOutput<S>>>
export function paginate<R = Row>(url: string, options?: PaginateOptions): AsyncIterable<RestPage<R>>
export function paginate(url: string, { client, ...request }: PaginateOptions = {}): AsyncIterable<RestPage<unknown>> {
  return createRestClient({ ...client, baseUrl: url }).paginate('', request)
}
