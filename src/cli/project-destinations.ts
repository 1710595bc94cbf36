/** What a project needs to load into a destination. */
export interface DestinationTemplate {
  readonly description: string
  readonly dependencies: Readonly<Record<string, string>>
  /** What secrets.toml gets. */
  readonly secrets: string
  /** What config.toml gets. */
  readonly config?: string
  /** What else is to be filled in there, in words. */
  readonly credentials: string
}

/** The destinations that a project can be made for. */
export const PROJECT_DESTINATIONS: Readonly<Record<string, DestinationTemplate>> = {
  duckdb: {
    description: 'a DuckDB file of the project; nothing to install or to configure',
    dependencies: {},
    secrets: '',
    credentials: '',
  },
  postgres: {
    description: 'PostgreSQL, by its connection string',
    dependencies: { pg: '^8.23.1', 'pg-copy-streams': '^7.0.0' },
    secrets: `
[destination.postgres]
credentials = "<configure me>" # postgresql://user:password@host:5432/database
`,
    credentials: ' and the connection string of your PostgreSQL database',
  },
  redshift: {
    description: 'Amazon Redshift, by its connection string; --staging filesystem for large loads',
    dependencies: { pg: '^8.23.1' },
    secrets: `
[destination.redshift]
credentials = "<configure me>" # redshift://user:password@host:5439/database
`,
    credentials: ' and the connection string of your Redshift database',
  },
  filesystem: {
    description: 'Parquet files in a folder, in S3, GCS or Azure; as Delta or Iceberg tables too',
    dependencies: {},
    secrets: '',
    config: `
[destination.filesystem]
bucket_url = "lake" # a folder of this project; or s3://bucket/folder, gs://bucket/folder, az://container/folder
`,
    credentials: '',
  },
}
