import { createRequire } from 'node:module'
import { isRecord } from '../values/is-record.ts'
import { type JsonPath, parseJsonPath } from './json-path-text.ts'

type Library = typeof import('jsonpath-rfc9535')
type Document = Parameters<Library['query']>[0]

const require = createRequire(import.meta.url)

/** Loaded by the first path that needs it: few do, and forty files would be read by each run. */
function library(): Library {
  return require('jsonpath-rfc9535')
}

/** All matches of a path in a parsed document, in document order. Keys match objects only, indexes lists only. */
export function queryJson(document: unknown, path: string | JsonPath): readonly unknown[] {
  const parsed = typeof path === 'string' ? parseJsonPath(path) : path
  if ('query' in parsed) return isDocument(document) ? library().query(document, parsed.query) : []
  let current = document
  for (const step of parsed.steps) {
    if (Array.isArray(current) && typeof step === 'number') current = current.at(step)
    else if (isRecord(current) && typeof step === 'string' && Object.hasOwn(current, step)) current = current[step]
    else return []
    if (current === undefined) return []
  }
  return [current]
}

/** What the library's type of a document comes to at run time: parsed JSON. */
function isDocument(value: unknown): value is Document {
  return value !== undefined
}
