import type { Rows } from './find-rows.ts'
import type { Guess } from './guess.ts'
import type { Paging } from './paging-signs.ts'
import type { Operation } from './read-operations.ts'

/** An operation that can become a resource, and what was found out about it by itself. */
export interface Endpoint {
  readonly operation: Operation
  readonly path: string
  readonly id: string
  readonly isList: boolean
  readonly rows: Guess<Rows>
  readonly paging: Guess<Paging>
}

/** The last word of a path that is no variable. */
export function nounOf(path: string): string {
  const words = path.split('/').filter((segment) => segment !== '' && !segment.includes('{'))
  return (words.at(-1) ?? '').replace(/\.(json|xml)$/, '')
}

/** Names of the variables of a path, in order. */
export function variablesOf(path: string): readonly string[] {
  return [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name)
}
