import type { ProjectNames } from './project-names.ts'

/** A script for any REST API, with comments that say what to change. */
export function restApiScript({ name, source, pipeline, dataset }: ProjectNames, destination: string): string {
  return `import { pipeline, type RunOptions } from 'tolva'
import { restApiSource } from 'tolva/sources/rest-api'

// 1. Fill in baseUrl and the path of the first resource:
// \`npx tolva rest detect URL --name ${name}\` looks at an address and shows both.
// 2. \`npx tolva rest check ${pipeline}.ts\` asks for the first pages and says what is wrong; nothing is loaded.
// 3. \`npx tolva run ${pipeline}.ts\`
export const source = restApiSource({
  name: '${source}',
  client: {
    // What all paths begin with, the version included.
    baseUrl: 'https://api.example.com/v1',
    // Looked up in .dlt/secrets.toml: [${`sources.${source}`}] api_key. Take auth out where the API needs none.
    // Or { type: 'api_key', name: 'X-API-Key', apiKey: { type: 'setting' } },
    // or { type: 'http_basic', username: { type: 'setting' }, password: { type: 'setting' } }.
    auth: { type: 'bearer', token: { type: 'setting', field: 'api_key' } },
    // How the next page is found; absent: told by the first answer. E.g. 'header_link',
    // { type: 'cursor', cursorPath: 'meta.next_cursor', cursorParam: 'cursor' },
    // { type: 'offset', limit: 100, totalPath: 'total' } or { type: 'page_number', basePage: 1, totalPath: null }.
    // paginator: 'header_link',
  },
  // Of all resources that do not say otherwise.
  resourceDefaults: {
    // Rows with a known id take the place of the old ones, so a second run doubles nothing.
    // No field tells rows apart? Take primaryKey out and write 'replace'.
    primaryKey: 'id',
    writeDisposition: 'merge',
    endpoint: {
      // params: { limit: 100 }, // larger pages, fewer requests
    },
  },
  resources: [
    {
      // The table is called like the resource.
      name: 'items',
      endpoint: {
        path: 'items',
        // Where the rows stand in the answer; absent: found. '$' is the answer itself.
        // dataSelector: 'data',
        // Only what changed since the last run, where the API can tell:
        // params: { updated_since: '{incremental.start_value}' },
        // incremental: { cursorPath: 'updated_at', initialValue: '2024-01-01T00:00:00Z' },
      },
    },
    // Asked for once for each row of items:
    // {
    //   name: 'item_comments',
    //   includeFromParent: ['id'],
    //   endpoint: { path: 'items/{resources.items.id}/comments' },
    // },
  ],
})

const restApiPipeline = pipeline({
  name: '${pipeline}',
  destination: '${destination}',
  dataset: '${dataset}',
})

/** Called by \`tolva run ${pipeline}.ts\`, which hands over --resource, --limit and an interrupt. */
export function main(options: RunOptions = {}) {
  return restApiPipeline.run(source, options)
}

if (import.meta.main) console.log(\`\${await main()}\`)
`
}
