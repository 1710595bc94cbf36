import type { Page } from '../contracts/page.ts'

/** A page without rows; a resource that yields it gets its table, with the columns that its hints give a type. */
export const materialize = (): Page<never> => ({ rows: [], materialize: true })
