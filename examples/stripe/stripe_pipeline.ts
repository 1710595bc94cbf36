// Customers and charges: npx tolva run stripe_pipeline.ts
import { pipeline, type RunOptions } from 'tolva'
import { restApiSource } from 'tolva/sources/rest-api'

export const stripe = (baseUrl = 'https://api.stripe.com/v1') =>
  restApiSource({
    name: 'stripe',
    client: {
      baseUrl,
      // [sources.stripe.credentials] username = "sk_…" in .dlt/secrets.toml; Stripe takes the key as user name
      auth: { type: 'http_basic', password: '' },
      headers: { 'Stripe-Version': '2025-06-30.basil' },
      // The next page starts after the last id of this one.
      paginator: {
        type: 'cursor',
        cursorPath: 'data[-1].id',
        cursorParam: 'starting_after',
        hasMorePath: 'has_more',
      },
    },
    resourceDefaults: {
      primaryKey: 'id',
      writeDisposition: 'merge',
      endpoint: { dataSelector: 'data', params: { limit: 100 } },
    },
    resources: [
      'customers',
      {
        name: 'charges',
        endpoint: {
          params: { 'created[gte]': '{incremental.start_value}' },
          incremental: { cursorPath: 'created', initialValue: 0, rowOrder: 'desc' },
        },
      },
    ],
  })

export function main(options: RunOptions = {}) {
  return pipeline({ name: 'stripe', destination: 'duckdb', dataset: 'stripe_data' }).run(stripe(), options)
}

if (import.meta.main) console.log(`${await main()}`)
