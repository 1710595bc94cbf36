import { guardLeadingDigit, joinUnderscores, keepAlphanumerics, type Rule } from './identifier.ts'

function normalize(identifier: string): string {
  const guarded = guardLeadingDigit(keepAlphanumerics(identifier))
  return joinUnderscores(guarded === '_' ? guarded : guarded.replace(/_+$/, ''))
}

/** Identifiers that are safe in SQL, in the case of the source. */
export const sqlCsV1: Rule = { name: 'sql_cs_v1', caseSensitive: true, separator: '__', normalize }
