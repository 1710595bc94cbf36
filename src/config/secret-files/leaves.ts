import { isTable } from '../value-at.ts'

/** A value of a TOML document, with the names that lead to it. */
export interface Leaf {
  readonly path: readonly string[]
  readonly value: unknown
}

/** The type of a value in the words of TOML. */
export type LeafType = 'string' | 'integer' | 'float' | 'boolean' | 'datetime' | 'list' | 'table'

/** All values of a document; a list is one value, and so is a table that holds nothing. */
export function leavesOf(document: unknown, path: readonly string[] = []): readonly Leaf[] {
  if (!isTable(document)) return [{ path, value: document }]
  const inner = Object.entries(document)
  if (inner.length === 0) return path.length === 0 ? [] : [{ path, value: document }]
  return inner.flatMap(([name, value]) => leavesOf(value, [...path, name]))
}

export function leafType(value: unknown): LeafType {
  if (typeof value === 'string') return 'string'
  if (typeof value === 'bigint') return 'integer'
  if (typeof value === 'number') return 'float'
  if (typeof value === 'boolean') return 'boolean'
  if (value instanceof Date) return 'datetime'
  return Array.isArray(value) ? 'list' : 'table'
}

/** A name as it is written in TOML. */
export function tomlName(name: string): string {
  return /^[A-Za-z0-9_-]+$/.test(name) ? name : JSON.stringify(name)
}

/** A dotted key as it is written in TOML. */
export function tomlKey(path: readonly string[]): string {
  return path.map(tomlName).join('.')
}
