import type { ProjectTemplate } from '../project-files.ts'

/** A project that loads tables of a database. */
export const SQL_DATABASE: ProjectTemplate = {
  title: 'A SQL database',
  script: 'sql_database_pipeline.ts',
  pipeline: 'sql_database_pipeline',
  dataset: 'sql_database_data',
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
  code: ({ destination }) => `import { pipeline, type RunOptions } from 'tolva'
import { sqlDatabase } from 'tolva/sources/sql-database'

const sqlDatabasePipeline = pipeline({
  name: 'sql_database_pipeline',
  destination: '${destination}',
  dataset: 'sql_database_data',
})

/** All tables, each anew in every run. For those that grow, say by which column new rows are told. */
const source = sqlDatabase({
  tables: {
    // orders: { incremental: { cursorPath: 'updated_at' }, writeDisposition: 'merge' },
  },
})

/** Called by \`tolva run sql_database_pipeline.ts\`, which hands over --resource, --limit and an interrupt. */
export function main(options: RunOptions = {}) {
  return sqlDatabasePipeline.run(source, options)
}

if (import.meta.main) console.log(\`\${await main()}\`)
`,
}
