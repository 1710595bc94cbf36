import type { OpenApiConversion } from '../../sources/rest-api/openapi/conversion.ts'
import type { ProjectTemplate } from '../project-files.ts'
import { commentsOf } from './comments.ts'
import { identifier } from './identifier.ts'
import { pipelineYaml } from './pipeline-yaml.ts'
import { typescriptLiteral } from './typescript-literal.ts'

/** What the project is made with besides what the document says. */
export interface OpenApiProject {
  /** Where the document came from, in words. */
  readonly from: string
  readonly yaml: boolean
  /** Values of settings. */
  readonly values: ReadonlyMap<string, string>
}

/** A project around a configuration that was read from a description of an API. */
export function openApiTemplate(conversion: OpenApiConversion, project: OpenApiProject): ProjectTemplate {
  const { name, title, secrets, endpoints } = conversion
  const pipeline = `${name}_pipeline`
  const dataset = `${name}_data`
  const first = endpoints.find(({ selected }) => selected) ?? endpoints[0]
  return {
    title,
    script: `${pipeline}.ts`,
    pipeline,
    dataset,
    table: first?.resource ?? name,
    token: secrets.length === 0 ? undefined : `${secrets.join(' and ')} of your account`,
    secretKey: secrets[0] === undefined ? undefined : `sources.${name}.credentials.${secrets[0]}`,
    secrets: secretsText(conversion),
    config: configText(conversion, project.values),
    code: ({ destination }) => scriptText(conversion, { ...project, destination, pipeline, dataset }),
    further: ({ destination }) =>
      project.yaml
        ? [{ path: `${pipeline}.yaml`, text: pipelineYaml(conversion, { name: pipeline, destination, dataset }) }]
        : [],
  }
}

function scriptText(
  { name, title, config, reasons }: OpenApiConversion,
  {
    from,
    destination,
    pipeline,
    dataset,
  }: OpenApiProject & { readonly destination: string; readonly pipeline: string; readonly dataset: string },
): string {
  const source = identifier(name)
  const value = typescriptLiteral({ name, ...config }, commentsOf(reasons), '')
  return `import { pipeline, type RunOptions } from 'tolva'
import { restApiSource } from 'tolva/sources/rest-api'

// ${oneLine(title)}, from ${oneLine(from)}. What was guessed says why; correct what is wrong.
export const ${source} = restApiSource(${value})

const ${source}Pipeline = pipeline({
  name: '${pipeline}',
  destination: '${destination}',
  dataset: '${dataset}',
})

/** Called by \`tolva run ${pipeline}.ts\`, which hands over --select, --limit and an interrupt. */
export function main(options: RunOptions = {}) {
  return ${source}Pipeline.run(${source}, options)
}

if (import.meta.main) console.log(\`\${await main()}\`)
`
}

function secretsText({ name, secrets }: OpenApiConversion): string {
  const head = '# Never commit this file.'
  if (secrets.length === 0) return `${head}\n`
  const env = `SOURCES__${name}__CREDENTIALS__${secrets[0]}`.toUpperCase()
  const lines = secrets.map((field) => `${field} = "<configure me>"`)
  return `${head} In production use ${env} or a vault.\n[sources.${name}.credentials]\n${lines.join('\n')}\n`
}

function configText({ name, settings }: OpenApiConversion, values: ReadonlyMap<string, string>): string {
  const head = `# Settings that are no secret; names as in dlt. The environment wins: SOURCES__${name.toUpperCase()}__…\n`
  if (settings.length === 0) return head
  const lines = settings.flatMap(({ name: setting, description, resources }) => {
    const value = values.get(setting)
    const line = `${setting} = ${JSON.stringify(value ?? '')}`
    const used = `${resources.slice(0, 5).join(', ')}${resources.length > 5 ? ` and ${resources.length - 5} more` : ''}`
    return [
      `# ${oneLine(description).replace(/\.$/, '') || setting}: needed by ${used}`,
      value === undefined ? `# ${line}` : line,
    ]
  })
  return `${head}[sources.${name}]\n${lines.join('\n')}\n`
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
