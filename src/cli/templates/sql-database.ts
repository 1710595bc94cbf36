import type { ProjectTemplate } from '../project-files.ts'
import type { ProjectNames } from './project-names.ts'

/** What a project that loads tables of a database asks for. */
export const SQL_DATABASE: Pick<
  ProjectTemplate,
  'table' | 'token' | 'secretKey' | 'secrets' | 'config' | 'dependencies'
> = {
  table: '<table>',
  token: 'the connection string of the database that is read',
  secretKey: 'sources.sql_database.credentials',
  // PostgreSQL's and MySQL's; DuckDB and SQLite need none.
  dependencies: { mysql2: '^3.24.6', pg: '^8.23.1', 'pg-copy-streams': '^7.0.0' },
  secrets: `# Never commit this file. In production use SOURCES__SQL_DATABASE__CREDENTIALS or a vault.
[sources.sql_database]
credentials = "<configure me>" # postgresql://user:password@host:5432/database, mysql://…, sqlite:///file.db, duckdb:///file.duckdb
`,
  config: `# Settings that are no secret; names as in dlt. The environment wins: SOURCES__SQL_DATABASE__…
[sources.sql_database]
# schema = "public"
# table_names = ["orders", "customers"] # all tables where it is absent
# chunk_size = 50000
# reflection_level = "full" # or minimal, full_with_precision
# include_views = false
`,
}

/** A script that loads the tables of a database. */
export function sqlDatabaseScript({ pipeline, dataset }: ProjectNames, destination: string): string {
  return `import { pipeline, type RunOptions } from 'tolva'
import { sqlDatabase } from 'tolva/sources/sql-database'

const sqlDatabasePipeline = pipeline({
  name: '${pipeline}',
  destination: '${destination}',
  dataset: '${dataset}',
})

/** All tables, each anew in every run. For those that grow, say by which column new rows are told. */
const source = sqlDatabase({
  tables: {
    // orders: { incremental: { cursorPath: 'updated_at' }, writeDisposition: 'merge' },
  },
})

/** Called by \`tolva run ${pipeline}.ts\`, which hands over --resource, --limit and an interrupt. */
export function main(options: RunOptions = {}) {
  return sqlDatabasePipeline.run(source, options)
}

if (import.meta.main) console.log(\`\${await main()}\`)
`
}
