/** What `normalizeIdentifier` does in one convention, over a trimmed, non-empty identifier; shortening comes after it. */
export interface Rule {
  readonly name: string
  readonly caseSensitive: boolean
  /** What stands between the parts of a path: of a nested table's name, of a flattened column's name. */
  readonly separator: string
  readonly normalize: (identifier: string) => string
  /** Applied after shortening. */
  readonly finish?: (identifier: string) => string
  /** Applied last to names of tables, datasets and schemas. */
  readonly finishTable?: (identifier: string) => string
  /** In code points; the limit where the destination sets none, and the highest that may be set. */
  readonly maxLength?: number
}

/** Makes one underscore of every run of characters that are no ASCII letters, decimal digits (of any script) or underscores. */
export function keepAlphanumerics(identifier: string): string {
  return identifier.replace(/[^a-zA-Z\p{Nd}_]+/gu, '_')
}

/** Puts an underscore before a leading digit. */
export function guardLeadingDigit(identifier: string): string {
  return /^\p{Nd}/u.test(identifier) ? `_${identifier}` : identifier
}

/** Makes one underscore of many, so that no identifier holds the path separator. */
export function joinUnderscores(identifier: string): string {
  return identifier.replace(/__+/g, '_')
}
