import { Document, isMap, isPair, isScalar, isSeq, type YAMLMap } from 'yaml'
import { snakeCase, toSnakeCase } from '../../sources/rest-api/from-snake-case.ts'
import type { OpenApiConversion } from '../../sources/rest-api/openapi/conversion.ts'
import { type Comments, commentsFor, commentsOf } from './comments.ts'

/** A pipeline file in YAML, with the reasons as comments. */
export function pipelineYaml(
  { name, config, reasons }: OpenApiConversion,
  pipeline: { readonly name: string; readonly destination: string; readonly dataset: string },
): string {
  const source = toSnakeCase(config)
  const document = new Document({ pipeline, source: { name, ...(typeof source === 'object' ? source : {}) } })
  const comments = commentsOf(reasons.map(({ path, text }) => ({ path: snakePath(path), text })))
  const root = document.get('source', true)
  if (isMap(root)) addComments(root, comments, '')
  document.commentBefore = ' yaml-language-server: $schema=./node_modules/tolva/schemas/rest-api.json'
  return document.toString({ lineWidth: 0 })
}

/** The user's own names in a path, those of resources and parameters, stay as they are. */
function snakePath(path: string): string {
  const [head = '', ...rest] = path.split('.')
  if (head !== 'resources') return [head, ...rest].map(snakeCase).join('.')
  const [resource = '', ...keys] = rest
  const at = keys.findIndex((key) => key === 'params' || key === 'headers')
  const ours = at < 0 ? keys.length : at + 1
  return [head, resource, ...keys.slice(0, ours).map(snakeCase), ...keys.slice(ours)].join('.')
}

function addComments(map: YAMLMap, comments: Comments, path: string): void {
  const keys = map.items.map((pair) => keyOf(pair))
  const { own, absent } = commentsFor(comments, path, keys)
  for (const [index, pair] of map.items.entries()) {
    if (!isPair(pair)) continue
    const key = keys[index] ?? ''
    const texts = [...(index === 0 ? absent : []), ...own(key)]
    if (texts.length > 0 && isScalar(pair.key)) pair.key.commentBefore = texts.map((text) => ` ${text}`).join('\n')
    const inner = path === '' ? key : `${path}.${key}`
    if (isMap(pair.value)) addComments(pair.value, comments, inner)
    if (isSeq(pair.value)) {
      for (const item of pair.value.items)
        if (isMap(item)) addComments(item, comments, `${inner}.${String(item.get('name'))}`)
    }
  }
}

function keyOf(pair: { readonly key: unknown }): string {
  return isScalar(pair.key) ? String(pair.key.value) : String(pair.key)
}
