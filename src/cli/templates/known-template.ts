import { describeSource } from '../../sources/known/found-source.ts'
import type { KnownField, KnownSource } from '../../sources/known/known-source.ts'
import type { ProjectTemplate } from '../project-files.ts'
import { chatbotScript } from './chatbot.ts'
import { FILESYSTEM, filesystemScript } from './filesystem.ts'
import { knownScript } from './known-script.ts'
import { knownYaml } from './known-yaml.ts'
import { type ProjectNames, projectNames } from './project-names.ts'
import { restApiScript } from './rest-api.ts'
import { SQL_DATABASE, sqlDatabaseScript } from './sql-database.ts'

/** The language of a pipeline file. */
export type PipelineFormat = 'yaml' | 'ts'

/** With the section of the configuration that the source has. */
export interface KnownTemplate extends ProjectTemplate {
  readonly section: string
}

/** What a project of a source of the index is made of; `name` is what the person calls it. */
export function knownTemplate(
  known: KnownSource,
  { name = known.name, format = usualFormat(known) }: { readonly name?: string; readonly format?: PipelineFormat },
): KnownTemplate {
  const names = projectNames(name, sectionOf(known, name))
  const [secret] = known.secrets
  const [first] = describeSource(known).endpoints
  return {
    section: names.source,
    title: known.title,
    script: `${names.pipeline}.${format}`,
    pipeline: names.pipeline,
    dataset: names.dataset,
    table: first?.resource ?? name,
    token: known.secrets.length === 0 ? undefined : known.secrets.map(({ field }) => `\`${field}\``).join(' and '),
    secretKey: secret && `sources.${names.source}.${secret.field}`,
    secrets: secretsText(known.secrets, names.source),
    config: configText(known.settings, names.source),
    ...OF_KIND[known.kind],
    code: ({ destination }) =>
      format === 'yaml' ? knownYaml(known, names, destination) : scriptOf(known, names, destination),
  }
}

/** What an assistant reads best: the sources that the package has code for as code, else a declaration. */
function usualFormat({ kind, docsUrl }: KnownSource): PipelineFormat {
  return kind === 'rest_api' && docsUrl !== undefined ? 'yaml' : 'ts'
}

/** The sources that are code have their own section; two of an API have one each. */
function sectionOf({ kind, sourceName, name }: KnownSource, wanted: string): string {
  return kind === 'rest_api' && wanted !== name ? `${wanted}_source` : sourceName
}

const OF_KIND: Readonly<Record<KnownSource['kind'], Partial<ProjectTemplate>>> = {
  rest_api: {},
  chatbot: {},
  openapi: {},
  sql_database: SQL_DATABASE,
  filesystem: FILESYSTEM,
}

function scriptOf(known: KnownSource, names: ProjectNames, destination: string): string {
  if (known.kind === 'chatbot') return chatbotScript(names, destination)
  if (known.kind === 'sql_database') return sqlDatabaseScript(names, destination)
  if (known.kind === 'filesystem') return filesystemScript(names, destination)
  return known.docsUrl === undefined ? restApiScript(names, destination) : knownScript(known, names, destination)
}

function secretsText(fields: readonly KnownField[], section: string): string {
  const [first] = fields
  if (first === undefined) return '# Never commit this file.\n'
  return `# Never commit this file. In production use ${`sources__${section}__${first.field}`.toUpperCase()} or a vault.
[sources.${section}]
${fields.map(lineOf).join('\n')}
`
}

function configText(fields: readonly KnownField[], section: string): string {
  const head = `# Settings that are no secret; names as in dlt. The environment wins: SOURCES__${section.toUpperCase()}__…\n`
  return fields.length === 0 ? head : `${head}[sources.${section}]\n${fields.map(lineOf).join('\n')}\n`
}

function lineOf({ field, description, example }: KnownField): string {
  return `${field} = "<configure me>" # ${description}${example === undefined ? '' : `, e.g. ${example}`}`
}
