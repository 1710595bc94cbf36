import { allPages } from './all-pages.ts'
import type { Check } from './check.ts'
import { cursorMoves } from './cursor-moves.ts'
import { schemaCheck } from './schema-check.ts'
import { typesCheck } from './types-check.ts'
import { uniqueKeys } from './unique-keys.ts'

/** All checks, in the order in which they are shown: a new one is a file here and a line in this list. */
export const CHECKS: readonly Check[] = [allPages, cursorMoves, schemaCheck, uniqueKeys, typesCheck]
