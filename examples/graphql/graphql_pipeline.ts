// Issues by GraphQL: npx tolva run graphql_pipeline.ts
import { pipeline, type RunOptions } from 'tolva'
import { restApiSource } from 'tolva/sources/rest-api'

// Braces of a query are doubled: single ones would be placeholders.
const ISSUES = `
  query ($owner: String!, $name: String!, $after: String) {{
    repository(owner: $owner, name: $name) {{
      issues(first: 50, after: $after) {{
        pageInfo {{ hasNextPage endCursor }}
        nodes {{ id number title author {{ login }} labels(first: 10) {{ nodes {{ name }} }} }}
      }}
    }}
  }}`

export const graphql = (baseUrl = 'https://api.github.com') =>
  restApiSource({
    name: 'graphql',
    client: {
      baseUrl,
      auth: 'bearer', // [sources.graphql.credentials] token = "…" in .dlt/secrets.toml
    },
    resources: [
      {
        name: 'issues',
        primaryKey: 'id',
        writeDisposition: 'replace',
        endpoint: {
          path: 'graphql',
          method: 'POST',
          dataSelector: 'data.repository.issues.nodes',
          json: { query: ISSUES, variables: { owner: 'octo-org', name: 'octo-repo', after: null } },
          paginator: {
            type: 'cursor',
            cursorPath: 'data.repository.issues.pageInfo.endCursor',
            cursorBodyPath: 'variables.after',
            hasMorePath: 'data.repository.issues.pageInfo.hasNextPage',
          },
        },
      },
    ],
  })

export function main(options: RunOptions = {}) {
  return pipeline({ name: 'graphql', destination: 'duckdb', dataset: 'graphql_data' }).run(graphql(), options)
}

if (import.meta.main) console.log(`${await main()}`)
