import { type Document, isMap, isScalar, parseDocument } from 'yaml'
import type { KnownSource } from '../../sources/known/known-source.ts'
import type { ProjectNames } from './project-names.ts'

/** A pipeline file of a source of the index, with its comments. */
export function knownYaml(known: KnownSource, names: ProjectNames, destination: string): string {
  const document = sourceDocument(known, names)
  const { pipeline, dataset } = names
  const file = `${pipeline}.yaml`
  const head = [
    'yaml-language-server: $schema=./node_modules/tolva/schemas/rest-api.json',
    ...introduction(known),
    `Look before you load: npx tolva rest check ${file}. Then: npx tolva run ${file}`,
  ]
  const lines = known.kind === 'sql_database' || known.kind === 'filesystem' ? [`npx tolva run ${file}`] : head
  return `${lines.map((line) => `# ${line}`).join('\n')}
pipeline:
  name: ${pipeline}
  destination: ${destination}
  dataset: ${dataset}

${document.toString({ lineWidth: 0 })}`
}

/** What is to be known of a source before it is trusted. */
export function introduction({ title, docsUrl, verified }: KnownSource): readonly string[] {
  if (docsUrl === undefined) return []
  return [`${title}, after ${docsUrl}${verified ? '' : ' (unverified: never run against the real API)'}`]
}

/** The part of a file of the index that a pipeline file has too, with the section's name put in. */
export function sourceDocument({ text, sourceName }: KnownSource, { source }: ProjectNames): Document {
  const document = parseDocument(text.replaceAll(`${sourceName}`, source))
  const { contents } = document
  if (isMap(contents)) {
    contents.items = contents.items.filter(({ key }) => isScalar(key) && key.value === 'source')
    const [pair] = contents.items
    if (isScalar(pair?.key)) pair.key.spaceBefore = false
  }
  document.commentBefore = null
  return document
}
