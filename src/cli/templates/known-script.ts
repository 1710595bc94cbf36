import { isMap, isNode, isScalar, isSeq, type YAMLMap } from 'yaml'
import { isTable } from '../../config/value-at.ts'
import type { KnownSource } from '../../sources/known/known-source.ts'
import { camelCase, fromSnakeCase } from '../../sources/rest-api/from-snake-case.ts'
import type { Comments } from '../openapi/comments.ts'
import { identifier } from '../openapi/identifier.ts'
import { typescriptLiteral } from '../openapi/typescript-literal.ts'
import { introduction, sourceDocument } from './known-yaml.ts'
import type { ProjectNames } from './project-names.ts'

/** The same source as a script, with the same comments. */
export function knownScript(known: KnownSource, names: ProjectNames, destination: string): string {
  const { name, pipeline, dataset } = names
  const variable = identifier(name)
  const document = sourceDocument(known, names)
  const root = document.get('source', true)
  const comments: Comments = isMap(root) ? new Map(commentsIn(root, '')) : new Map()
  const declared: unknown = document.toJS()
  const config = fromSnakeCase(isTable(declared) ? declared.source : {})
  return `import { pipeline, type RunOptions } from 'tolva'
import { restApiSource } from 'tolva/sources/rest-api'

${introduction(known)
  .map((line) => `// ${line}\n`)
  .join('')}// Look before you load: npx tolva rest check ${pipeline}.ts. Then: npx tolva run ${pipeline}.ts
export const ${variable} = restApiSource(${typescriptLiteral(config, comments, '')})

const ${variable}Pipeline = pipeline({
  name: '${pipeline}',
  destination: '${destination}',
  dataset: '${dataset}',
})

/** Called by \`tolva run ${pipeline}.ts\`, which hands over --resource, --limit and an interrupt. */
export function main(options: RunOptions = {}) {
  return ${variable}Pipeline.run(${variable}, options)
}

if (import.meta.main) console.log(\`\${await main()}\`)
`
}

/** Comments before and behind keys, by the path that a key has in TypeScript. */
function* commentsIn(map: YAMLMap, path: string): Generator<readonly [string, readonly string[]]> {
  for (const { key, value } of map.items) {
    const name = isScalar(key) ? String(key.value) : String(key)
    const at = path === '' ? camelCase(name) : `${path}.${isOwn(path) ? name : camelCase(name)}`
    const texts = [isScalar(key) ? key.commentBefore : undefined, ...(isNode(value) ? textsOf(value) : [])]
    const lines = texts.flatMap((text) => (text ? text.split('\n').map((line) => line.trim()) : []))
    if (lines.length > 0) yield [at, lines]
    if (isMap(value)) yield* commentsIn(value, at)
    if (isSeq(value)) {
      for (const item of value.items) {
        if (!isMap(item)) continue
        const inner = `${at}.${String(item.get('name'))}`
        if (item.commentBefore) yield [`${inner}.name`, item.commentBefore.split('\n').map((line) => line.trim())]
        yield* commentsIn(item, inner)
      }
    }
  }
}

function textsOf(value: { readonly commentBefore?: string | null; readonly comment?: string | null }) {
  return [value.commentBefore, value.comment]
}

/** Names of parameters and headers are the API's. */
function isOwn(path: string): boolean {
  return /\.(params|headers)$/.test(path)
}
