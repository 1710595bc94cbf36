import { suggestion } from '../dataset/near-names.ts'
import { ConfigError } from '../errors/tolva-error.ts'
import { FILESYSTEM } from './templates/filesystem.ts'
import { SQL_DATABASE } from './templates/sql-database.ts'

/** A file of a new project, below its folder. */
export interface ProjectFile {
  readonly path: string
  readonly text: string
  /** true: readable by its owner only. */
  readonly secret?: boolean
}

/** What is made: the source, the destination, the folder's name and the version of tolva to depend on. */
export interface ProjectOptions {
  readonly source: string
  readonly destination: string
  readonly projectName: string
  readonly version: string
}

/**
 * The files of a project that runs as soon as its token is filled in.
 * @throws ConfigError code `unknown_source` or `unknown_destination`.
 */
export function projectFiles(options: ProjectOptions): readonly ProjectFile[] {
  return filesOf(known('source', options.source, TEMPLATES), options)
}

/**
 * The files of a project from a template.
 * @throws ConfigError code `unknown_destination`.
 */
export function filesOf(template: ProjectTemplate, options: Omit<ProjectOptions, 'source'>): readonly ProjectFile[] {
  const destination = known('destination', options.destination, DESTINATIONS)
  return [
    { path: template.script, text: template.code(options) },
    ...(template.further?.(options) ?? []),
    { path: '.dlt/config.toml', text: `${template.config ?? CONFIG}${destination.config ?? ''}` },
    { path: '.dlt/secrets.toml', text: `${template.secrets}${destination.secrets}`, secret: true },
    { path: '.gitignore', text: IGNORED },
    { path: 'package.json', text: manifest(template, destination, options) },
    { path: 'tsconfig.json', text: TYPESCRIPT },
    { path: 'README.md', text: readme(template, destination, options) },
  ]
}

/** What differs from source to source. */
export interface ProjectTemplate {
  readonly title: string
  readonly script: string
  readonly pipeline: string
  readonly dataset: string
  /** One that will be there, for the README. */
  readonly table: string
  /** What is to be filled in, in words; undefined: nothing. */
  readonly token: string | undefined
  /** The key that `tolva config explain` is shown with. */
  readonly secretKey: string | undefined
  readonly secrets: string
  readonly config?: string
  /** Packages that the source needs. */
  readonly dependencies?: Readonly<Record<string, string>>
  readonly code: (options: Omit<ProjectOptions, 'source'>) => string
  readonly further?: (options: Omit<ProjectOptions, 'source'>) => readonly ProjectFile[]
}

const TEMPLATES: Readonly<Record<string, ProjectTemplate>> = {
  sql_database: SQL_DATABASE,
  filesystem: FILESYSTEM,
  chatbot: {
    title: 'ChatBot',
    script: 'chatbot_pipeline.ts',
    pipeline: 'chatbot_pipeline',
    dataset: 'chatbot_data',
    table: 'users',
    token: 'the Developer Access Token of your ChatBot account',
    secretKey: 'sources.chatbot_source.api_key',
    secrets: `# Never commit this file. In production use SOURCES__CHATBOT_SOURCE__API_KEY or a vault.
[sources.chatbot_source]
api_key = "<configure me>" # the Developer Access Token
`,
    code: ({ destination }) => `import { pipeline, type RunOptions } from 'tolva'
import { chatbot } from 'tolva/sources/chatbot'

const chatbotPipeline = pipeline({
  name: 'chatbot_pipeline',
  destination: '${destination}',
  dataset: 'chatbot_data',
})

/** Called by \`tolva run chatbot_pipeline.ts\`, which hands over --resource, --limit and an interrupt. */
export function main(options: RunOptions = {}) {
  return chatbotPipeline.run(chatbot(), options)
}

if (import.meta.main) console.log(\`\${await main()}\`)
`,
  },
}

interface DestinationTemplate {
  readonly dependencies: Readonly<Record<string, string>>
  /** What secrets.toml gets. */
  readonly secrets: string
  /** What config.toml gets. */
  readonly config?: string
  /** What else is to be filled in there. */
  readonly credentials: string
}

const DESTINATIONS: Readonly<Record<string, DestinationTemplate>> = {
  duckdb: { dependencies: {}, secrets: '', credentials: '' },
  postgres: {
    dependencies: { pg: '^8.23.1', 'pg-copy-streams': '^7.0.0' },
    secrets: `
[destination.postgres]
credentials = "<configure me>" # postgresql://user:password@host:5432/database
`,
    credentials: ' and the connection string of your PostgreSQL database',
  },
  redshift: {
    dependencies: { pg: '^8.23.1' },
    secrets: `
[destination.redshift]
credentials = "<configure me>" # redshift://user:password@host:5439/database
`,
    credentials: ' and the connection string of your Redshift database',
  },
  filesystem: {
    dependencies: {},
    secrets: '',
    config: `
[destination.filesystem]
bucket_url = "lake" # a folder of this project; or s3://bucket/folder, gs://bucket/folder, az://container/folder
`,
    credentials: '',
  },
}

const CONFIG = `# Settings that are no secret; names as in dlt. The environment wins: SOURCES__CHATBOT_SOURCE__…
`

const IGNORED = `node_modules/
.dlt/secrets.toml
*.duckdb
*.duckdb.wal
/lake/
`

const TYPESCRIPT = `{
  "compilerOptions": {
    "target": "es2024",
    "module": "nodenext",
    "strict": true,
    "noEmit": true,
    "allowImportingTsExtensions": true,
    "skipLibCheck": true
  }
}
`

function manifest(
  template: ProjectTemplate,
  { dependencies }: DestinationTemplate,
  { projectName, version }: Omit<ProjectOptions, 'source'>,
): string {
  const document = {
    name: packageName(projectName),
    private: true,
    type: 'module',
    scripts: { start: `tolva run ${template.script}` },
    dependencies: { ...template.dependencies, ...dependencies, tolva: `^${version}` },
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

function readme(
  template: ProjectTemplate,
  { credentials }: DestinationTemplate,
  { destination }: Omit<ProjectOptions, 'source'>,
): string {
  const { title, token, secretKey, script, pipeline, dataset, table } = template
  const toFill = token === undefined ? credentials.replace(/^ and /, '') : `${token}${credentials}`
  const steps = [
    '`npm install`',
    ...(toFill === '' ? [] : [`Put ${toFill} in \`.dlt/secrets.toml\`.`]),
    `\`npx tolva run ${script}\``,
    `\`npx tolva query ${pipeline} "select * from ${dataset}.${table} limit 10"\``,
  ]
  const explain =
    secretKey === undefined ? '' : `\n\`npx tolva config explain ${secretKey}\` says where the token is looked for.\n`
  return `# ${title} into ${destination}

${steps.map((step, index) => `${index + 1}. ${step}`).join('\n')}
${explain}`
}

/** A name that npm takes, whatever the folder is called. */
function packageName(folder: string): string {
  return (
    folder
      .toLowerCase()
      .replace(/[^a-z0-9-]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'tolva-project'
  )
}

function known<T>(what: 'source' | 'destination', name: string, all: Readonly<Record<string, T>>): T {
  const found = Object.hasOwn(all, name) ? all[name] : undefined
  if (found !== undefined) return found
  throw new ConfigError(`there is no template for ${what} ${name}`, {
    code: `unknown_${what}`,
    hint: suggestion(name, Object.keys(all)),
  })
}
