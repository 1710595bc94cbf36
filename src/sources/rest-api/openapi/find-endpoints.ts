import type { LeftOut } from './conversion.ts'
import { type Endpoint, nounOf } from './endpoint.ts'
import { findPaginator } from './find-paginator.ts'
import { findRows } from './find-rows.ts'
import type { Operation } from './read-operations.ts'
import type { ReadSchema } from './schema-facts.ts'
import { snakeWords } from './words.ts'

/** The operations that read JSON, and the others with the reason why they are left out. */
export function findEndpoints(
  operations: readonly Operation[],
  readSchema: ReadSchema,
): { readonly endpoints: readonly Endpoint[]; readonly leftOut: readonly LeftOut[] } {
  const endpoints: Endpoint[] = []
  const leftOut: LeftOut[] = []
  for (const operation of operations) {
    const { method, path, answer } = operation
    if (method !== 'GET') leftOut.push({ method, path, reason: whyNotRead(operation) })
    else if (typeof answer === 'string') leftOut.push({ method, path, reason: answer })
    else {
      const schema = readSchema(answer.schema)
      if (schema.kind === 'scalar') {
        leftOut.push({ method, path, reason: 'it answers a single value, which makes no row' })
        continue
      }
      const rows = findRows(operation, schema, readSchema)
      const paging = findPaginator(operation, schema, { rows: rows.value, readSchema })
      endpoints.push({ operation, path, id: operation.id, isList: rows.value.isList, rows, paging })
    }
  }
  return { endpoints, leftOut }
}

function whyNotRead({ method, path, id, summary }: Operation): string {
  const words = [...snakeWords(nounOf(path)).split('_'), ...snakeWords(id).split('_')]
  const searches =
    words.some((word) => /^(search|query|find|list|filter|lookup)$/.test(word)) ||
    /^(search|query|find|list)\b/i.test(summary)
  if (method === 'POST' && searches)
    return "it seems to read by POST: write such a resource by hand, with method 'POST' and json"
  return `${method} changes or does something`
}
