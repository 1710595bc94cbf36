import type { JsonSchema } from './json-schema-of.ts'

const HEAD = `# All keys of a REST configuration

Written by \`npm run build\` from the types and the table of the configuration. Names are those of YAML and JSON files; in TypeScript
they are in camelCase. What each is for, with examples: [REST APIs](rest-api.md). Only in TypeScript, because they are functions:
\`processingSteps\`, \`convert\` of an incremental, \`fetch\` of the client, \`tableName\` by row, ready-made auths and paginators.
`

/** Tables of all keys that the schema describes, a section an object. */
export function referencePage(schema: JsonSchema): string {
  const sections = new Map<string, readonly string[]>()
  const visit = (node: unknown, title: string): void => {
    const it = objectOf(node)
    if (Array.isArray(node)) for (const one of node) visit(one, title)
    if (it === undefined || it.$ref !== undefined) return
    const keys = objectOf(it.properties)
    const type = objectOf(keys?.type)?.const
    const name = typeof type === 'string' ? `${title}: ${type}` : title
    if (keys !== undefined) addSection(sections, name, { ...it, properties: keys })
    for (const [key, inner] of Object.entries(keys ?? {})) visit(inner, key)
    for (const deeper of ['items', 'anyOf', 'additionalProperties']) visit(it[deeper], title)
  }
  const definitions = objectOf(schema.definitions) ?? {}
  const configuration = objectOf(objectOf(definitions.configuration)?.properties) ?? {}
  visit(configuration.client, 'client')
  visit(configuration.resources, 'resource')
  for (const name of ['endpoint', 'auth', 'paginator']) visit(definitions[name], name)
  for (const [name, definition] of Object.entries(definitions)) {
    if (!['configuration', 'pipeline_file', 'endpoint', 'auth', 'paginator'].includes(name)) visit(definition, name)
  }
  visit(definitions.pipeline_file, 'a pipeline file')
  return [HEAD, ...[...sections].map(([title, lines]) => `## ${title}\n\n${lines.join('\n')}\n`)].join('\n')
}

type Fields = Readonly<Record<string, unknown>>

function addSection(
  sections: Map<string, readonly string[]>,
  title: string,
  schema: Fields & { readonly properties: Fields },
): void {
  const rows = Object.entries(schema.properties).flatMap(([key, value]) => {
    const inner = objectOf(value) ?? {}
    if (key === 'type' && inner.const !== undefined) return []
    const isRequired = Array.isArray(schema.required) && schema.required.includes(key)
    const text = String(inner.description ?? 'as above').replaceAll('|', '\\|')
    return [`| \`${key}\`${isRequired ? ' (required)' : ''} | ${kindText(inner)} | ${text} |`]
  })
  if (rows.length === 0 && typeof schema.description !== 'string') return
  const same = [...sections].find(([, lines]) => lines.length > 0 && lines.slice(-rows.length).join() === rows.join())
  const doc = typeof schema.description === 'string' ? [schema.description, ''] : []
  const table = same === undefined ? ['| key | is | |', '| --- | --- | --- |', ...rows] : [`The keys of ${same[0]}.`]
  if (!sections.has(title)) sections.set(title, [...doc, ...table])
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  boolean: 'true or false',
  array: 'list',
}

/** What a value may be, in words. */
function kindText(schema: Fields): string {
  if (typeof schema.$ref === 'string') return schema.$ref.replace(/.*\//, '')
  if (schema.const !== undefined) return `\`${String(schema.const)}\``
  if (Array.isArray(schema.enum)) return schema.enum.map((word) => `\`${word}\``).join(', ')
  if (Array.isArray(schema.anyOf)) {
    const kinds = schema.anyOf.flatMap((one: unknown) => kindText(objectOf(one) ?? {}).split(' or '))
    return [...new Set(kinds)].join(' or ')
  }
  const types = Array.isArray(schema.type) ? schema.type : [schema.type]
  const known = types.filter((type) => typeof type === 'string').map((type) => KINDS[type] ?? type)
  return known.join(' or ') || 'anything'
}

function objectOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
}
