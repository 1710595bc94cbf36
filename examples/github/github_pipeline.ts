// Issues and comments of one repository: npx tolva run github_pipeline.ts
import { pipeline, type RunOptions } from 'tolva'
import { restApiSource } from 'tolva/sources/rest-api'

export const github = (baseUrl = 'https://api.github.com') =>
  restApiSource({
    name: 'github',
    client: {
      baseUrl,
      auth: 'bearer', // [sources.github.credentials] token = "…" in .dlt/secrets.toml
      headers: { Accept: 'application/vnd.github+json', 'X-GitHub-Api-Version': '2022-11-28' },
      paginator: 'header_link',
    },
    resourceDefaults: {
      primaryKey: 'id',
      writeDisposition: 'merge',
      endpoint: {
        // [sources.github] owner = "…" and repo = "…" in .dlt/config.toml
        params: { per_page: 100, owner: { type: 'setting' }, repo: { type: 'setting' } },
      },
    },
    resources: [
      {
        name: 'issues',
        endpoint: {
          path: 'repos/{owner}/{repo}/issues',
          params: { state: 'all', sort: 'updated', direction: 'asc', since: '{incremental.start_value}' },
          incremental: { cursorPath: 'updated_at', initialValue: '2020-01-01T00:00:00Z', rowOrder: 'asc' },
        },
      },
      {
        name: 'comments',
        includeFromParent: ['number'],
        endpoint: { path: 'repos/{owner}/{repo}/issues/{resources.issues.number}/comments' },
      },
    ],
  })

export function main(options: RunOptions = {}) {
  return pipeline({ name: 'github', destination: 'duckdb', dataset: 'github_data' }).run(github(), options)
}

if (import.meta.main) console.log(`${await main()}`)
