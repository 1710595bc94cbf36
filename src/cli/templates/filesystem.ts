import type { ProjectTemplate } from '../project-files.ts'
import type { ProjectNames } from './project-names.ts'

/** What a project that loads files of a folder or bucket asks for. */
export const FILESYSTEM: Pick<
  ProjectTemplate,
  'table' | 'token' | 'secretKey' | 'secrets' | 'config' | 'dependencies'
> = {
  table: 'rows',
  token: undefined,
  secretKey: undefined,
  secrets: `# Never commit this file. In production use SOURCES__FILESYSTEM__CREDENTIALS__… or a vault.
[sources.filesystem.credentials]
# Of a bucket, where the tools of its vendor do not find any:
# aws_access_key_id = "…"
# aws_secret_access_key = "…"
`,
  config: `# Settings that are no secret; names as in dlt. The environment wins: SOURCES__FILESYSTEM__…
[sources.filesystem]
bucket_url = "<configure me>" # a folder, s3://bucket/folder, gs://… or az://…
`,
}

/** A script that loads files. */
export function filesystemScript({ pipeline, dataset }: ProjectNames, destination: string): string {
  return `import { pipeline, type RunOptions } from 'tolva'
import { filesystemSource } from 'tolva/sources/filesystem'

const filesystemPipeline = pipeline({
  name: '${pipeline}',
  destination: '${destination}',
  dataset: '${dataset}',
})

/** A resource for each kind of file; csv, jsonl and parquet are told by the end of the pattern. */
const source = filesystemSource({
  resources: [{ name: 'rows', fileGlob: '**/*.csv', incremental: { cursorPath: 'modification_date' } }],
})

/** Called by \`tolva run ${pipeline}.ts\`, which hands over --resource, --limit and an interrupt. */
export function main(options: RunOptions = {}) {
  return filesystemPipeline.run(source, options)
}

if (import.meta.main) console.log(\`\${await main()}\`)
`
}
