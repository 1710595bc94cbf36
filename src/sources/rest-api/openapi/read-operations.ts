import { isPlainObject } from '../is-plain-object.ts'
import type { Node, OpenApiDocument } from './document.ts'
import { firstServer } from './first-server.ts'
import type { ReadSchema, SchemaFacts } from './schema-facts.ts'

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header' | 'cookie'
  readonly required: boolean
  readonly description: string
  readonly facts: SchemaFacts
  /** Items of a list are sent in one text with commas between them. */
  readonly joined: boolean
}

/** What an operation answers when all is well. */
export interface Answer {
  readonly schema: unknown
  /** Names of documented headers, in lower case. */
  readonly headers: readonly string[]
}

/** One method of one path. */
export interface Operation {
  readonly method: string
  readonly path: string
  readonly id: string
  readonly tags: readonly string[]
  readonly summary: string
  readonly deprecated: boolean
  /** Its own, where it is on another than the whole document. */
  readonly server: string | undefined
  /** What may be asked of it to be let in; undefined: what the whole document says. */
  readonly security: readonly unknown[] | undefined
  readonly parameters: readonly Parameter[]
  /** undefined: it answers no JSON; the text says what it answers. */
  readonly answer: Answer | string
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'trace', 'query']

/** All operations, in the order of the document. */
export function readOperations(document: OpenApiDocument, readSchema: ReadSchema): readonly Operation[] {
  const paths = isPlainObject(document.root.paths) ? document.root.paths : {}
  return Object.entries(paths).flatMap(([path, item]) => {
    const { node } = document.follow(item)
    return METHODS.flatMap((method) => {
      const operation = node[method]
      if (!isPlainObject(operation)) return []
      return [operationOf({ document, readSchema, path, method, item: node }, operation)]
    })
  })
}

interface Place {
  readonly document: OpenApiDocument
  readonly readSchema: ReadSchema
  readonly path: string
  readonly method: string
  /** What all operations of the path share. */
  readonly item: Node
}

function operationOf(place: Place, operation: Node): Operation {
  const { path, method } = place
  return {
    method: method.toUpperCase(),
    path,
    id: textOf(operation.operationId),
    tags: listOf(operation.tags).filter((tag) => typeof tag === 'string'),
    summary: textOf(operation.summary) || (textOf(operation.description).split('\n')[0] ?? ''),
    deprecated: operation.deprecated === true,
    server: firstServer(operation.servers ?? place.item.servers).value || undefined,
    security: Array.isArray(operation.security) ? operation.security : undefined,
    // Of those that do not read, nothing else is looked at: a large document has most of its schemas there.
    parameters: method === 'get' ? parametersOf(place, operation.parameters) : [],
    answer: answerOf(place, operation),
  }
}

/** Those of the operation over those of the path. */
function parametersOf({ document, readSchema, item, path }: Place, own: unknown): readonly Parameter[] {
  const byPlace = new Map<string, Parameter>()
  for (const one of [...listOf(item.parameters), ...listOf(own)]) {
    const { node } = document.follow(one)
    const place = node.in
    if (typeof node.name !== 'string') continue
    if (place !== 'path' && place !== 'query' && place !== 'header' && place !== 'cookie') continue
    // In 2.0 the parameter is the schema; in 3.x a parameter may have a content instead of one.
    const [content] = isPlainObject(node.content) ? Object.values(node.content) : []
    const facts = readSchema(node.schema ?? (isPlainObject(content) ? content.schema : undefined) ?? withoutPlace(node))
    byPlace.set(`${place} ${node.name}`, {
      name: node.name,
      in: place,
      required: node.required === true || place === 'path',
      description: textOf(node.description) || facts.description,
      facts: facts.example === undefined && node.example !== undefined ? { ...facts, example: node.example } : facts,
      joined: isJoined(document.generation, node),
    })
  }
  for (const [, name = ''] of path.matchAll(/\{([^{}]+)\}/g)) {
    if (byPlace.has(`path ${name}`)) continue
    const facts = readSchema({})
    byPlace.set(`path ${name}`, { name, in: 'path', required: true, description: '', facts, joined: false })
  }
  return [...byPlace.values()]
}

function withoutPlace({ name: _name, in: _in, required: _required, ...schema }: Node): Node {
  return schema
}

function isJoined(generation: 2 | 3, node: Node): boolean {
  if (generation === 2) return node.collectionFormat !== 'multi'
  return node.explode === false || (node.style !== undefined && node.style !== 'form')
}

function answerOf({ document }: Place, operation: Node): Answer | string {
  const responses = isPlainObject(operation.responses) ? operation.responses : {}
  const codes = Object.keys(responses)
  const code = ['200', ...codes.filter((one) => /^2/.test(one)).sort(), 'default'].find((one) => codes.includes(one))
  if (code === undefined)
    return codes.some((one) => /^3/.test(one))
      ? 'it answers with a redirect'
      : 'it documents no answer that is no error'
  const { node } = document.follow(responses[code])
  const headers = isPlainObject(node.headers) ? Object.keys(node.headers).map((name) => name.toLowerCase()) : []
  if (document.generation === 2) {
    const produces = listOf(operation.produces ?? document.root.produces).map(String)
    if (produces.length > 0 && !produces.some(isJson)) return `it answers ${produces.join(', ')}`
    return node.schema === undefined && code !== '200' ? 'it answers nothing' : { schema: node.schema, headers }
  }
  const contents = isPlainObject(node.content) ? Object.entries(node.content) : []
  // Many documents say no more than that all went well.
  if (contents.length === 0) return code === '200' ? { schema: undefined, headers } : 'it answers nothing'
  const [, content] =
    contents.find(([type]) => /^application\/json\b/.test(type)) ?? contents.find(([type]) => isJson(type)) ?? []
  if (content === undefined) return `it answers ${contents.map(([type]) => type).join(', ')}`
  return { schema: isPlainObject(content) ? content.schema : undefined, headers }
}

function isJson(type: string): boolean {
  return /[/+]json\b|^\*\/\*|^application\/\*/i.test(type) && !/seq|stream|patch/i.test(type)
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : ''
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
