import { camelCase } from '../../sources/rest-api/from-snake-case.ts'

/** A name that TypeScript takes for a variable. */
export function identifier(name: string): string {
  const camel = camelCase(name)
  return RESERVED.has(camel) ? `${camel}Source` : camel
}

const RESERVED = new Set([
  'pipeline',
  'main',
  'class',
  'default',
  'delete',
  'export',
  'import',
  'new',
  'public',
  'function',
  'package',
  'await',
  'in',
])
