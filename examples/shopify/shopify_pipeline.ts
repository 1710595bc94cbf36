// Products and orders of a shop: put your shop's name into the base URL, then npx tolva run shopify_pipeline.ts
import { pipeline, type RunOptions } from 'tolva'
import { restApiSource } from 'tolva/sources/rest-api'

export const shopify = (baseUrl = 'https://my-shop.myshopify.com/admin/api/2025-07') =>
  restApiSource({
    name: 'shopify',
    client: {
      baseUrl,
      // [sources.shopify.credentials] api_key = "shpat_…" in .dlt/secrets.toml
      auth: { type: 'api_key', name: 'X-Shopify-Access-Token' },
      // Its links hold page_info and nothing else, which is what Shopify wants.
      paginator: 'header_link',
      // The bucket of an app: 40 requests, two a second.
      rateLimit: { requests: 40, per: 20 },
    },
    resourceDefaults: {
      primaryKey: 'id',
      writeDisposition: 'merge',
      endpoint: {
        params: { limit: 250, updated_at_min: '{incremental.start_value}' },
        incremental: { cursorPath: 'updated_at', initialValue: '2020-01-01T00:00:00+00:00' },
      },
    },
    resources: [
      { name: 'products', endpoint: { path: 'products.json', dataSelector: 'products' } },
      { name: 'orders', endpoint: { path: 'orders.json', dataSelector: 'orders', params: { status: 'any' } } },
    ],
  })

export function main(options: RunOptions = {}) {
  return pipeline({ name: 'shopify', destination: 'duckdb', dataset: 'shopify_data' }).run(shopify(), options)
}

if (import.meta.main) console.log(`${await main()}`)
