import { suggestion } from '../errors/near-names.ts'
import { ConfigError } from '../errors/tolva-error.ts'
import { type DestinationTemplate, PROJECT_DESTINATIONS } from './project-destinations.ts'

/** A file of a new project, below its folder. */
export interface ProjectFile {
  readonly path: string
  readonly text: string
  /** true: readable by its owner only. */
  readonly secret?: boolean
  /** true: where the file is there already, it gets the sections that it has not. */
  readonly sections?: boolean
}

/** For which destination, in a folder of which name, with which version of tolva to depend on. */
export interface ProjectOptions {
  readonly destination: string
  readonly projectName: string
  readonly version: string
}

/** What differs from source to source. */
export interface ProjectTemplate {
  readonly title: string
  /** The pipeline file: `.ts` or `.yaml`. */
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
  readonly code: (options: ProjectOptions) => string
  readonly further?: (options: ProjectOptions) => readonly ProjectFile[]
}

/**
 * The files of a project from a template: it runs as soon as its token is filled in.
 * @throws ConfigError code `unknown_destination`.
 */
export function filesOf(template: ProjectTemplate, options: ProjectOptions): readonly ProjectFile[] {
  const destination = destinationOf(options.destination)
  return [
    { path: template.script, text: template.code(options) },
    ...(template.further?.(options) ?? []),
    {
      path: '.dlt/config.toml',
      text: `${template.config ?? CONFIG}${destination.config ?? ''}`,
      sections: true,
    },
    { path: '.dlt/secrets.toml', text: `${template.secrets}${destination.secrets}`, secret: true, sections: true },
    { path: '.gitignore', text: IGNORED },
    { path: 'package.json', text: manifest(template, destination, options) },
    ...(template.script.endsWith('.ts') ? [{ path: 'tsconfig.json', text: TYPESCRIPT }] : []),
    { path: 'README.md', text: readme(template, destination, options) },
  ]
}

const CONFIG = `# Settings that are no secret; names as in dlt. The environment wins: SOURCES__CHATBOT_SOURCE__…
`

const IGNORED = `node_modules/
.dlt/secrets.toml
.dlt/*.secrets.toml
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
  { projectName, version }: ProjectOptions,
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
  { destination }: ProjectOptions,
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

function destinationOf(name: string): DestinationTemplate {
  const found = Object.hasOwn(PROJECT_DESTINATIONS, name) ? PROJECT_DESTINATIONS[name] : undefined
  if (found !== undefined) return found
  throw new ConfigError(`there is no template for destination ${name}`, {
    code: 'unknown_destination',
    hint: suggestion(name, Object.keys(PROJECT_DESTINATIONS)),
  })
}
